import type { Side } from "@ticket-bridge/helpdesk";

import type { SeededRandom } from "./seeded-random.ts";

/** What a message's author chose, and `unknown` for what no author can choose: a value that nobody has thought of. */
export type VisibilityKind = "public" | "internal" | "unknown";

/** A visibility and the way it stands in the helpdesk's answers. */
export interface Told {
  readonly kind: VisibilityKind;
  readonly wire: unknown;
}

/** The spellings in which each helpdesk may tell it: Slevel in SuperOffice, Private in Requestor. */
const spellings: Readonly<Record<Side, Readonly<Record<VisibilityKind, readonly unknown[]>>>> = {
  superoffice: {
    public: ["External", "External", 2],
    internal: ["Internal", "Internal", 1],
    unknown: ["Unknown", 0, null, undefined, 3, "Restricted"],
  },
  requestor: {
    public: [false, false, "false"],
    internal: [true, true, "true"],
    unknown: [null, undefined, "unknown"],
  },
};

export function tell(side: Side, kind: VisibilityKind, random: SeededRandom): Told {
  return { kind, wire: random.pick(spellings[side][kind]) };
}
