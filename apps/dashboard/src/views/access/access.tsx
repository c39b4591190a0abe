import { Button } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconKey } from "@tabler/icons-react";

import { useTokens } from "../../api/tokens.ts";
import { useMay } from "../../app/session-context.ts";
import { Empty } from "../../parts/empty.tsx";
import { Listed } from "../../parts/listed.tsx";
import { View } from "../../parts/view.tsx";
import { TokenForm } from "./token-form.tsx";
import { TokenTable } from "./token-table.tsx";

/** Who may look and who may act, by tokens with names. */
export function Access() {
  const isAdministrator = useMay("administrator");
  return isAdministrator ? (
    <Tokens />
  ) : (
    <View title="Access">
      <Empty title="Only the administrator gives tokens" icon={IconKey} />
    </View>
  );
}

function Tokens() {
  const tokens = useTokens();
  const openForm = () =>
    modals.open({
      title: "Make a token",
      closeOnClickOutside: false,
      children: <TokenForm onDone={modals.closeAll} />,
    });
  return (
    <View
      title="Access"
      lead="Each person or program gets a token of its own, so that the log has names. Viewers look; operators also act."
      actions={
        <Button leftSection={<IconKey size={18} aria-hidden />} onClick={openForm}>
          Make a token
        </Button>
      }
    >
      <Listed
        pages={tokens}
        empty={
          <Empty title="No tokens yet" icon={IconKey}>
            Until there is one, everybody who works here is “administrator” in the log.
          </Empty>
        }
      >
        {(items) => <TokenTable tokens={items} />}
      </Listed>
    </View>
  );
}
