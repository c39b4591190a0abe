import type { Call } from "./call.ts";
import { modelOf } from "./call.ts";
import { NAMESPACES, NEW_TICKET } from "./contract.ts";
import type { Model } from "./contract.ts";
import { badRequest } from "./http-error.ts";
import type { RequestorTicketType } from "./model.ts";
import { TICKET_TYPES, ticketRef } from "./model.ts";
import { attachmentsOf, textOf } from "./new-message.ts";
import type { Written } from "./new-message.ts";

/** POST Tickets/NewTicket: Type, Subject and Message are required, a ServiceId for every type but EndUserTicket. */
export function newTicket(call: Call): Written {
  const { desk, user } = call;
  const model = modelOf(call, NEW_TICKET);
  const type = typeOf(model);
  const subject = textOf(model["Subject"]);
  const body = textOf(model["Message"]);
  if (subject.trim() === "") throw badRequest("Subject is required.");
  if (body.trim() === "") throw badRequest("Message is required.");
  const serviceId = Number(model["ServiceId"] ?? 0);
  if (serviceId === 0 && type !== "EndUserTicket") throw badRequest("ServiceId is required for this type of ticket.");
  const submitter = submitterOf(call, model);
  const closed = model["CloseImmediately"] === true;
  const ticket = desk.createTicket({
    type,
    subject,
    submitterKey: submitter.userProviderKey,
    solverKey: textOf(model["SolverUserProviderKey"]) || null,
    serviceId: serviceId === 0 ? null : serviceId,
    closed,
    closedUtc: closed ? desk.now().toISOString() : null,
  });
  desk.addMessage(
    {
      ticketId: ticket.id,
      body,
      html: model["Html"] === true,
      isMobileDevice: model["IsMobileDevice"] === true,
      attachments: attachmentsOf(desk, model["Attachments"]),
    },
    submitter,
    { via: "api", account: user.username },
  );
  const value = { TicketREF: ticketRef(ticket), TicketId: ticket.id };
  return {
    result: { name: "NewTicketResult", namespace: NAMESPACES.results, value },
    write: { id: ticket.id, ticketId: ticket.id },
  };

  function submitterOf({ desk: { settings } }: Call, posted: Model) {
    const key = textOf(posted["SubmitterUserProviderKey"]);
    const email = textOf(posted["SubmitterEmail"]).toLowerCase();
    if (key === "" && email === "") return user;
    const found = settings.users.find((one) =>
      key === "" ? one.email.toLowerCase() === email : one.userProviderKey === key,
    );
    if (!found) throw badRequest("The submitter was not found.");
    return found;
  }
}

function typeOf(model: Model): RequestorTicketType {
  const names = Object.keys(TICKET_TYPES) as RequestorTicketType[];
  const type = names.find((name) => TICKET_TYPES[name].number === model["Type"]);
  if (!type) throw badRequest("Type is required.");
  return type;
}
