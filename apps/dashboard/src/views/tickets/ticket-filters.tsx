import { Group } from "@mantine/core";

import { FilterSelect } from "../../parts/filter-select.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { directionChoices, linkSortChoices, linkStateChoices } from "../../words/choices.ts";
import { isOneWay, type TicketFilterValues } from "./use-ticket-filter.ts";

interface TicketFiltersProps {
  readonly values: TicketFilterValues;
  readonly onChange: (changes: Partial<TicketFilterValues>) => void;
}

export function TicketFilters({ values, onChange }: TicketFiltersProps) {
  return (
    <Group gap="sm" align="flex-end">
      <SearchField
        label="Search"
        placeholder="Id, reference or title"
        value={values.q}
        onChange={(q) => onChange({ q })}
      />
      <FilterSelect
        label="State"
        choices={linkStateChoices}
        value={values.state}
        onChange={(state) => onChange(isOneWay(state) ? { state } : { state, direction: null })}
      />
      {isOneWay(values.state) && (
        <FilterSelect
          label="Direction"
          choices={directionChoices}
          value={values.direction}
          onChange={(direction) => onChange({ direction })}
        />
      )}
      <FilterSelect
        label="Order"
        choices={linkSortChoices}
        value={values.sort}
        onChange={(sort) => onChange({ sort })}
      />
    </Group>
  );
}
