import type { LinkFilter } from "../../api/links.ts";
import { useFilters } from "../../app/use-filters.ts";
import { directions } from "../../words/sides.ts";

const names = ["q", "state", "direction", "sort"] as const;
const states = ["active", "paused", "unlinked", "waiting", "held", "stopped", "trouble"] as const;
const sorts = ["newest", "activity", "waiting"] as const;

const oneWay: readonly (string | null)[] = ["waiting", "held", "stopped", "trouble"];

/** Whether a link is in that state by one of its directions. */
export const isOneWay = (state: string | null): boolean => oneWay.includes(state);

export type TicketFilterValues = Readonly<Record<(typeof names)[number], string | null>>;

/** The filter of the URL as the API takes it; what the API would refuse is left out. */
export function useTicketFilter() {
  const [values, change] = useFilters(names);
  const filter: LinkFilter = {
    q: values.q ?? undefined,
    state: states.find((state) => state === values.state),
    direction: isOneWay(values.state) ? directions.find((direction) => direction === values.direction) : undefined,
    sort: sorts.find((sort) => sort === values.sort),
  };
  return { filter, values, change, isFiltered: Object.values(values).some((value) => value !== null) };
}
