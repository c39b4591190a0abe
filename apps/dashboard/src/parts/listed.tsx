import type { ReactNode } from "react";

import type { Pages } from "../api/use-pages.ts";
import { MoreButton } from "./more-button.tsx";
import { Trouble } from "./trouble.tsx";

interface ListedProps<Item> {
  readonly pages: Pages<Item>;
  readonly empty: ReactNode;
  /** Shows the items; undefined while they are read. */
  readonly children: (items: readonly Item[] | undefined) => ReactNode;
}

/** A list that is read page by page; where it cannot be read again, what was read stays under the reason. */
export function Listed<Item>({ pages, empty, children }: ListedProps<Item>) {
  const { items, isError, error, refetch } = pages;
  return (
    <>
      {isError && <Trouble error={error} onRetry={() => void refetch()} />}
      {items?.length === 0 ? empty : (items !== undefined || !isError) && children(items)}
      <MoreButton pages={pages} />
    </>
  );
}
