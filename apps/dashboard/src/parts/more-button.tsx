import { Button, Center, Text } from "@mantine/core";
import { useState } from "react";

import type { Pages } from "../api/use-pages.ts";

/** The next page of a list, where there is one; who asked for the last one is told so in its place. */
export function MoreButton({ pages }: { readonly pages: Pages<unknown> }) {
  const [asked, setAsked] = useState(false);
  const isEmpty = (pages.items?.length ?? 0) === 0;
  if (!pages.hasNextPage && (!asked || isEmpty)) return null;
  const askForMore = () => {
    setAsked(true);
    void pages.fetchNextPage();
  };
  return (
    <Center>
      {pages.hasNextPage ? (
        <Button variant="default" loading={pages.isFetchingNextPage} onClick={askForMore}>
          Show more
        </Button>
      ) : (
        <Text size="sm" c="dimmed" tabIndex={-1}>
          That is all.
        </Text>
      )}
    </Center>
  );
}
