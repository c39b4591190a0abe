import type { MirrorFilter } from "../../api/mirrors.ts";
import { useFilters } from "../../app/use-filters.ts";
import { sides } from "../../words/sides.ts";
import { mirrorStates } from "../../words/states.ts";

const names = ["state", "side", "linkId"] as const;

export type MessageFilterValues = Readonly<Record<(typeof names)[number], string | null>>;

/** The filter of the URL as the API takes it; what the API would refuse is left out. */
export function useMessageFilter() {
  const [values, change] = useFilters(names);
  const filter: MirrorFilter = {
    state: mirrorStates.find((state) => state === values.state),
    side: sides.find((side) => side === values.side),
    linkId: values.linkId ?? undefined,
  };
  return { filter, values, change, isFiltered: Object.values(values).some((value) => value !== null) };
}
