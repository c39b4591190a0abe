import { IconMessages } from "@tabler/icons-react";

import { useMirrors } from "../../api/mirrors.ts";
import { Empty } from "../../parts/empty.tsx";
import { Listed } from "../../parts/listed.tsx";
import { View } from "../../parts/view.tsx";
import { MessageFilters } from "./message-filters.tsx";
import { MessageTable } from "./message-table.tsx";
import { useMessageFilter } from "./use-message-filter.ts";

/** Every message that the bridge has seen and what became of it. */
export function Messages() {
  const { filter, values, change, isFiltered } = useMessageFilter();
  const mirrors = useMirrors(filter);
  return (
    <View title="Messages" lead="What became of each message, newest first.">
      <MessageFilters values={values} onChange={change} />
      <Listed
        pages={mirrors}
        empty={
          <Empty title={isFiltered ? "No message is like this" : "No messages yet"} icon={IconMessages}>
            {isFiltered
              ? "Take a filter away to see more."
              : "A message appears here as soon as one is written in a linked ticket."}
          </Empty>
        }
      >
        {(items) => <MessageTable mirrors={items} />}
      </Listed>
    </View>
  );
}
