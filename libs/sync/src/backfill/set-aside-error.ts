/** A ticket cannot be carried out, for the reason that the message tells; the others go on. */
export class TicketSetAsideError extends Error {
  override readonly name = "TicketSetAsideError";
}

/** Another process has taken over the run: this one can change nothing any more. */
export class RunLostError extends Error {
  override readonly name = "RunLostError";

  constructor() {
    super("Another process carries this run out by now.");
  }
}
