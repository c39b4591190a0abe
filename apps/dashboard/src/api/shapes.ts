import type { components } from "./schema.ts";

/** What the bridge answers with, by the names of its API document. */
type Schemas = components["schemas"];

export type Side = Schemas["Side"];
export type Direction = Schemas["Direction"];
export type Link = Schemas["Link"];
export type Lane = Schemas["Lane"];
export type Mirror = Schemas["Mirror"];
export type MirrorWithTrace = Schemas["MirrorWithTrace"];
export type MirrorState = Schemas["MirrorState"];
export type MirrorKind = Schemas["MirrorKind"];
export type CreationState = Schemas["TicketCreationState"];
export type NewLink = Schemas["NewLink"];
export type Problem = Schemas["Problem"];
