import type { Records } from "../records.ts";
import type { RequestorDesk } from "./desk.ts";
import type { Contract, Model, ReadModel } from "./contract.ts";
import { badRequest, RequestorRefusal } from "./http-error.ts";
import type { RequestorUser } from "./model.ts";

/** One authenticated call, as the actions see it. */
export type Call = {
  desk: RequestorDesk;
  records: Records;
  user: RequestorUser;
  id: string;
  query: Readonly<Record<string, string>>;
  /** Reads the body by its content type; throws 415. */
  read(contract: Contract): ReadModel;
};

/** The posted model, or the refusal that its absence or its unreadable members deserve. */
export function modelOf(call: Call, contract: Contract, later: (path: string) => boolean = () => false): Model {
  const { model, modelState } = call.read(contract);
  if (call.desk.settings.checksModelState) refuseModelState(modelState, (path) => !later(path));
  if (!model) throw badRequest("The request body is missing.");
  return model;
}

export function refuseModelState(modelState: Record<string, string[]>, now: (path: string) => boolean): void {
  const errors = Object.entries(modelState).filter(([path]) => now(path));
  if (errors.length === 0) return;
  throw new RequestorRefusal(400, { Message: "The request is invalid.", ModelState: Object.fromEntries(errors) });
}

/** Non-operators see only what they submitted. */
export function visibleTicket<T extends { submitterKey: string }>(
  ticket: T | undefined,
  user: RequestorUser,
): T | undefined {
  return ticket && (user.operator || ticket.submitterKey === user.userProviderKey) ? ticket : undefined;
}
