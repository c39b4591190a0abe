import { CloseButton, Group, NativeSelect, Text } from "@mantine/core";

import { sideName, sides } from "../../words/sides.ts";
import { mirrorStates, stateWords } from "../../words/states.ts";
import type { MessageFilterValues } from "./use-message-filter.ts";

interface MessageFiltersProps {
  readonly values: MessageFilterValues;
  readonly onChange: (changes: Partial<MessageFilterValues>) => void;
}

const stateChoices = [
  { value: "", label: "Any state" },
  ...mirrorStates.map((state) => ({ value: state, label: stateWords(state).word })),
];
const sideChoices = [
  { value: "", label: "Either helpdesk" },
  ...sides.map((side) => ({ value: side, label: `From ${sideName(side)}` })),
];

export function MessageFilters({ values, onChange }: MessageFiltersProps) {
  return (
    <Group gap="sm" align="flex-end">
      <NativeSelect
        label="State"
        data={stateChoices}
        value={values.state ?? ""}
        onChange={(event) => onChange({ state: event.currentTarget.value })}
      />
      <NativeSelect
        label="Written in"
        data={sideChoices}
        value={values.side ?? ""}
        onChange={(event) => onChange({ side: event.currentTarget.value })}
      />
      {values.linkId !== null && (
        <Group gap={4} mih={36}>
          <Text size="sm">Of one pair of tickets only</Text>
          <CloseButton aria-label="Show the messages of all tickets" onClick={() => onChange({ linkId: null })} />
        </Group>
      )}
    </Group>
  );
}
