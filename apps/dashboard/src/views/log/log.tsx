import { Group } from "@mantine/core";
import { IconNotebook } from "@tabler/icons-react";

import { useActs } from "../../api/acts.ts";
import { useFilters } from "../../app/use-filters.ts";
import { Empty } from "../../parts/empty.tsx";
import { Listed } from "../../parts/listed.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { View } from "../../parts/view.tsx";
import { ActTable } from "./act-table.tsx";

/** What people asked of the bridge. */
export function Log() {
  const [{ name }, change] = useFilters(["name"]);
  const acts = useActs({ name: name ?? undefined });
  return (
    <View title="Log" lead="Everything that a person asked of the bridge, and what became of it.">
      <Group>
        <SearchField
          label="Who"
          placeholder="The whole name"
          value={name}
          onChange={(value) => change({ name: value })}
        />
      </Group>
      <Listed
        pages={acts}
        empty={
          <Empty
            title={name === null ? "Nobody has done anything yet" : "Nothing stands under this name"}
            icon={IconNotebook}
          >
            {name === null
              ? "Each act stands here with its time and its name."
              : "Take the name away to see everybody."}
          </Empty>
        }
      >
        {(items) => <ActTable acts={items} />}
      </Listed>
    </View>
  );
}
