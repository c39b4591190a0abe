import { Text } from "@mantine/core";

/** The line that the bridge wrote before a mirror's words, told apart from these. */
export function BridgeLine({ line }: { readonly line: string | null }) {
  if (line === null) return null;
  return (
    <Text size="xs" c="dimmed" mb={4} style={{ overflowWrap: "anywhere" }} dir="auto">
      The bridge’s line: {line}
    </Text>
  );
}
