import { lazy, Suspense } from "react";
import { Route, Switch } from "wouter";

import { SkeletonView } from "../parts/skeleton-view.tsx";
import { NotFound } from "./not-found.tsx";

const Overview = lazy(async () => ({ default: (await import("../views/overview/overview.tsx")).Overview }));
const Tickets = lazy(async () => ({ default: (await import("../views/tickets/tickets.tsx")).Tickets }));
const Messages = lazy(async () => ({ default: (await import("../views/messages/messages.tsx")).Messages }));
const Ticket = lazy(async () => ({ default: (await import("../views/ticket/ticket.tsx")).Ticket }));
const Message = lazy(async () => ({ default: (await import("../views/message/message.tsx")).Message }));

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
        <Route component={NotFound} />
      </Switch>
    </Suspense>
  );
}
