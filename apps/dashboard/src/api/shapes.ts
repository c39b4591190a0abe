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
export type Status = Schemas["Status"];
export type SideStatus = Schemas["SideStatus"];
export type SideTest = Schemas["SideTest"];
export type Audit = Schemas["Audit"];
export type AuditTotals = Schemas["AuditTotals"];
export type Finding = Schemas["Finding"];
export type Backfill = Schemas["Backfill"];
export type NewBackfill = Schemas["NewBackfill"];
export type Alarm = Schemas["Alarm"];
export type Creation = Schemas["TicketCreation"];

export type Overview = Schemas["Overview"];
export type StoppedOfDirection = Schemas["Status"]["stopped"][number];
export type DirectionOverview = Schemas["DirectionOverview"];
export type DirectionWord = Schemas["DirectionWord"];
export type FoundLink = Schemas["FoundLink"];
export type Act = Schemas["Act"];
export type Token = Schemas["Token"];
export type Session = Schemas["Session"];
export type Role = Schemas["Role"];
export type Throughput = Schemas["Throughput"];
export type Attention = Schemas["Attention"];
export type AttentionGroup = Schemas["AttentionGroup"];
export type AttentionAct = Schemas["AttentionAct"];
export type Timeline = Schemas["Timeline"];
export type TimelineEntry = Schemas["TimelineEntry"];
export type TimelineMessage = Schemas["TimelineMessage"];
export type Webhook = Schemas["Webhook"];
export type MessageText = Schemas["Text"];
export type MirrorTexts = Schemas["MirrorTexts"];
