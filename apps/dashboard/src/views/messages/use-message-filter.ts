import type { MirrorFilter } from "../../api/mirrors.ts";
import { useFilters } from "../../app/use-filters.ts";
import { rowIdOf } from "../../words/row-ids.ts";
import { directions, sides } from "../../words/sides.ts";
import { mirrorKinds, mirrorStates } from "../../words/states.ts";
import { instantOf } from "../../words/times.ts";

const states = [...mirrorStates, "waiting"] as const;

const names = ["state", "cause", "side", "direction", "kind", "linkId", "from", "until", "q"] as const;

export type MessageFilterValues = Readonly<Record<(typeof names)[number], string | null>>;

/** The filter of the URL as the API takes it; what the API would refuse is left out. */
export function useMessageFilter() {
  const [asked, change] = useFilters(names);
  const values = { ...asked, linkId: rowIdOf(asked.linkId) };
  const filter: MirrorFilter = {
    state: states.find((state) => state === values.state),
    cause: values.cause ?? undefined,
    side: sides.find((side) => side === values.side),
    direction: directions.find((direction) => direction === values.direction),
    kind: mirrorKinds.find((kind) => kind === values.kind),
    linkId: values.linkId ?? undefined,
    from: instantOf(values.from) ?? undefined,
    until: instantOf(values.until) ?? undefined,
    q: values.q ?? undefined,
  };
  return { filter, values, change, isFiltered: Object.values(values).some((value) => value !== null) };
}
