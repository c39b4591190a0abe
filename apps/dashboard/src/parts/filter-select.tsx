import { NativeSelect } from "@mantine/core";

interface FilterSelectProps {
  readonly label: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly value: string | null;
  readonly onChange: (value: string) => void;
}

/** One filter of a list; the empty choice takes it away. */
export function FilterSelect({ label, choices, value, onChange }: FilterSelectProps) {
  return (
    <NativeSelect
      size="xs"
      flex="1 1 9rem"
      maw={{ sm: "13rem" }}
      label={label}
      data={[...choices]}
      value={value ?? ""}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
