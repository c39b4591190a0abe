import { Button, Center } from "@mantine/core";

import type { Pages } from "../api/use-pages.ts";

/** The next page of a list, where there is one. */
export function MoreButton({ pages }: { readonly pages: Pages<unknown> }) {
  if (!pages.hasNextPage) return null;
  return (
    <Center>
      <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
        Show more
      </Button>
    </Center>
  );
}
