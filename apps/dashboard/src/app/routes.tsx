import { lazy, Suspense } from "react";
import { Route, Switch } from "wouter";

import { SkeletonView } from "../parts/skeleton-view.tsx";
import { NotFound } from "./not-found.tsx";

const Overview = lazy(async () => ({ default: (await import("../views/overview/overview.tsx")).Overview }));
const Tickets = lazy(async () => ({ default: (await import("../views/tickets/tickets.tsx")).Tickets }));
const Messages = lazy(async () => ({ default: (await import("../views/messages/messages.tsx")).Messages }));
const Ticket = lazy(async () => ({ default: (await import("../views/ticket/ticket.tsx")).Ticket }));
const Message = lazy(async () => ({ default: (await import("../views/message/message.tsx")).Message }));
const Attention = lazy(async () => ({ default: (await import("../views/attention/attention.tsx")).Attention }));
const Backfills = lazy(async () => ({ default: (await import("../views/backfills/backfills.tsx")).Backfills }));
const BackfillRun = lazy(async () => ({ default: (await import("../views/backfill/backfill.tsx")).BackfillRun }));
const Audit = lazy(async () => ({ default: (await import("../views/audit/audit.tsx")).Audit }));
const Connections = lazy(async () => ({ default: (await import("../views/connections/connections.tsx")).Connections }));
const Log = lazy(async () => ({ default: (await import("../views/log/log.tsx")).Log }));
const Access = lazy(async () => ({ default: (await import("../views/access/access.tsx")).Access }));

/** Each view is loaded when it is first opened. */
export function Routes() {
  return (
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
  );
}
