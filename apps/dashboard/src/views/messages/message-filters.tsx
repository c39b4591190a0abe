import { Group, TextInput } from "@mantine/core";

import { FilterSelect } from "../../parts/filter-select.tsx";
import { Narrowing } from "../../parts/narrowing.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { directionChoices, kindChoices, stateChoices } from "../../words/choices.ts";
import { inTimeField, instantOf } from "../../words/times.ts";
import type { MessageFilterValues } from "./use-message-filter.ts";

interface MessageFiltersProps {
  readonly values: MessageFilterValues;
  readonly onChange: (changes: Partial<MessageFilterValues>) => void;
}

export function MessageFilters({ values, onChange }: MessageFiltersProps) {
  return (
    <Group gap="sm" align="flex-end">
      <FilterSelect
        label="State"
        choices={stateChoices}
        value={values.state}
        onChange={(state) => onChange({ state })}
      />
      <FilterSelect
        label="Direction"
        choices={directionChoices}
        value={values.direction}
        onChange={(direction) => onChange({ direction })}
      />
      <FilterSelect label="Kind" choices={kindChoices} value={values.kind} onChange={(kind) => onChange({ kind })} />
      <SearchField label="Words of the reason" value={values.q} onChange={(q) => onChange({ q })} />
      {/* Wide enough for both, so that both or neither stand on a new line. */}
      <Group gap="sm" flex="1 1 25rem" align="flex-end">
        <MomentField label="Captured from" value={values.from} onChange={(from) => onChange({ from })} />
        <MomentField label="Until" value={values.until} onChange={(until) => onChange({ until })} />
      </Group>
      {values.cause !== null && (
        <Narrowing without="Show the messages of all causes" onRemove={() => onChange({ cause: null })}>
          Held or uncertain for one cause only
        </Narrowing>
      )}
      {values.linkId !== null && (
        <Narrowing without="Show the messages of all tickets" onRemove={() => onChange({ linkId: null })}>
          Of one pair of tickets only
        </Narrowing>
      )}
      {values.side !== null && (
        <Narrowing without="Show the messages of both helpdesks" onRemove={() => onChange({ side: null })}>
          From one helpdesk only
        </Narrowing>
      )}
    </Group>
  );
}

interface MomentFieldProps {
  readonly label: string;
  /** As the address has it. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

function MomentField({ label, value, onChange }: MomentFieldProps) {
  return (
    <TextInput
      label={label}
      size="xs"
      flex="1 1 12rem"
      maw={{ sm: "13rem" }}
      type="datetime-local"
      value={inTimeField(value)}
      onChange={(event) => onChange(instantOf(event.currentTarget.value))}
    />
  );
}
