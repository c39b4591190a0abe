import { useCallback, useMemo } from "react";
import { useSearchParams } from "wouter";

type Filters<Name extends string> = Readonly<Record<Name, string | null>>;

/** Filters that live in the URL, so that a view can be sent to a colleague. An empty value takes the filter away. */
export function useFilters<const Name extends string>(
  names: readonly Name[],
): [Filters<Name>, (changes: Partial<Filters<Name>>) => void] {
  const [parameters, setParameters] = useSearchParams();
  const filters = useMemo(
    () => Object.fromEntries(names.map((name) => [name, parameters.get(name)])) as Filters<Name>,
    // The names are constants of the view.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [parameters],
  );
  const change = useCallback(
    (changes: Partial<Filters<Name>>) => {
      setParameters(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries<string | null | undefined>(changes)) {
            if (value === null || value === undefined || value === "") after.delete(name);
            else after.set(name, value);
          }
          return after;
        },
        { replace: true },
      );
    },
    [setParameters],
  );
  return [filters, change];
}
