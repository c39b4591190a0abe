import { Suspense, type ReactNode } from "react";
import { Route, Switch, useLocation, useSearch } from "wouter";

import { SkeletonView } from "../parts/skeleton-view.tsx";
import { View } from "../parts/view.tsx";
import { Boundary } from "./boundary.tsx";
import { lazyPart } from "./lazy-part.ts";
import { NotFound } from "./not-found.tsx";
import { useScrollToTop } from "./use-scroll-to-top.ts";

const Overview = lazyPart(async () => (await import("../views/overview/overview.tsx")).Overview);
const Tickets = lazyPart(async () => (await import("../views/tickets/tickets.tsx")).Tickets);
const Messages = lazyPart(async () => (await import("../views/messages/messages.tsx")).Messages);
const Ticket = lazyPart(async () => (await import("../views/ticket/ticket.tsx")).Ticket);
const Message = lazyPart(async () => (await import("../views/message/message.tsx")).Message);
const Attention = lazyPart(async () => (await import("../views/attention/attention.tsx")).Attention);
const Backfills = lazyPart(async () => (await import("../views/backfills/backfills.tsx")).Backfills);
const BackfillRun = lazyPart(async () => (await import("../views/backfill/backfill.tsx")).BackfillRun);
const Audit = lazyPart(async () => (await import("../views/audit/audit.tsx")).Audit);
const Connections = lazyPart(async () => (await import("../views/connections/connections.tsx")).Connections);
const Log = lazyPart(async () => (await import("../views/log/log.tsx")).Log);
const Access = lazyPart(async () => (await import("../views/access/access.tsx")).Access);

/** Each view is loaded when it is first opened. */
export function Routes() {
  const [path] = useLocation();
  const search = useSearch();
  useScrollToTop();
  return (
    <Boundary place={`${path}?${search}`} frame={inView}>
      <Suspense fallback={<SkeletonView />}>
        <Switch>
          <Route path="/" component={Overview} />
          <Route path="/tickets" component={Tickets} />
          <Route path="/tickets/:id" component={Ticket} />
          <Route path="/messages/:id" component={Message} />
          <Route path="/messages" component={Messages} />
          <Route path="/attention" component={Attention} />
          <Route path="/backfill" component={Backfills} />
          <Route path="/backfill/:id" component={BackfillRun} />
          <Route path="/audit" component={Audit} />
          <Route path="/connections" component={Connections} />
          <Route path="/log" component={Log} />
          <Route path="/access" component={Access} />
          <Route component={NotFound} />
        </Switch>
      </Suspense>
    </Boundary>
  );
}

function inView(trouble: ReactNode): ReactNode {
  return <View title="This view cannot be shown">{trouble}</View>;
}
