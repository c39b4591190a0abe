import { List } from "@mantine/core";

import { Section } from "../../parts/section.tsx";

/** What could not be carried to the other side. */
export function Losses({ losses }: { readonly losses: readonly string[] }) {
  if (losses.length === 0) return null;
  return (
    <Section title="Not carried">
      <List size="sm">
        {losses.map((loss) => (
          <List.Item key={loss}>{loss}</List.Item>
        ))}
      </List>
    </Section>
  );
}
