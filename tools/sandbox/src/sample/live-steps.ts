import type { LiveMoment, OpenedTicket, SampleTicket } from "./sample-ticket.ts";
import { openedTickets, sampleTickets } from "./sample-tickets.ts";
import { isOnItsWay, openLive, tellMoment } from "./tell-sample.ts";
import type { Desks } from "./tell-sample.ts";

/** `before`: a former start told it; `not yet`: it needs a ticket or a copy that the bridge has still to make. */
type Told = "now" | "before" | "not yet";

export type LiveStep = (desks: Desks) => Told;

/** What happens while visitors watch, one after the other. */
export const liveSteps: readonly LiveStep[] = [
  ...sampleTickets.flatMap((sample) => sample.live.map((moment) => inLinked(sample, moment))),
  ...openedTickets.flatMap((ticket) => ticket.live.map((moment) => inOpened(ticket, moment))),
];

function inLinked(sample: SampleTicket, moment: LiveMoment): LiveStep {
  return (desks) => {
    if (moment.does === "edit" && isOnItsWay(desks, sample, moment.line)) return "not yet";
    return tellMoment(desks, sample[moment.line.desk].id, moment) ? "now" : "before";
  };
}

function inOpened(ticket: OpenedTicket, moment: LiveMoment): LiveStep {
  return (desks) => {
    const { desk } = moment.line;
    const ticketId = desk === ticket.desk ? openLive(desks, ticket) : desks[desk].ticketAbout(ticket.subject);
    if (ticketId === null) return "not yet";
    return tellMoment(desks, ticketId, moment) ? "now" : "before";
  };
}
