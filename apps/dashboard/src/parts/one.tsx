import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { ProblemError } from "../api/problem-error.ts";
import { SkeletonView } from "./skeleton-view.tsx";
import { Trouble } from "./trouble.tsx";
import { View } from "./view.tsx";

interface OneProps<Data> {
  readonly query: UseQueryResult<Data>;
  /** The view's title where nothing could be read. */
  readonly title: string;
  /** Stands there where the bridge knows of none. */
  readonly missing: ReactNode;
  /** Shows what was read, and under the heading why it cannot be read again. */
  readonly children: (data: Data, trouble: ReactNode) => ReactNode;
}

/** A view of one thing; where it cannot be read again, what was read stays, with the texts that were asked for. */
export function One<Data>({ query: { data, isError, error, refetch }, title, missing, children }: OneProps<Data>) {
  const isMissing = error instanceof ProblemError && error.status === 404;
  const trouble = isError && <Trouble error={error} onRetry={() => void refetch()} />;
  if (data !== undefined && !isMissing) return children(data, trouble);
  if (!isError) return <SkeletonView />;
  return <View title={title}>{isMissing ? missing : trouble}</View>;
}
