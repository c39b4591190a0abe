import type { MirrorFilter } from "../../api/mirrors.ts";
import { useFilters } from "../../app/use-filters.ts";
import { directions, sides } from "../../words/sides.ts";
import { mirrorKinds, mirrorStates } from "../../words/states.ts";

const names = ["state", "side", "direction", "kind", "linkId", "from", "until", "q"] as const;

export type MessageFilterValues = Readonly<Record<(typeof names)[number], string | null>>;

/** The filter of the URL as the API takes it; what the API would refuse is left out. */
export function useMessageFilter() {
  const [values, change] = useFilters(names);
  const filter: MirrorFilter = {
    state: mirrorStates.find((state) => state === values.state),
    side: sides.find((side) => side === values.side),
    direction: directions.find((direction) => direction === values.direction),
    kind: mirrorKinds.find((kind) => kind === values.kind),
    linkId: values.linkId ?? undefined,
    from: moment(values.from),
    until: moment(values.until),
    q: values.q ?? undefined,
  };
  return { filter, values, change, isFiltered: Object.values(values).some((value) => value !== null) };
}

/** A time as the browser's own field gives it, in the viewer's zone. */
function moment(local: string | null): string | undefined {
  const at = new Date(local ?? "");
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
