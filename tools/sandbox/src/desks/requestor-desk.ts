import { startRequestorSimulator } from "@ticket-bridge/simulators";
import type { RequestorControl, RequestorMessage, RequestorSimulator } from "@ticket-bridge/simulators";

import type { Desk, DeskMessage, NewTicket, NewWords, Writer } from "./desk.ts";
import { requestorAccount, requestorUsers } from "./people.ts";

/** Starts the simulated Requestor with the sample people. Rejects when the port is taken. */
export async function startRequestorDesk(options: { port: number; stateFile?: string }): Promise<RequestorDesk> {
  return new RequestorDesk(await startRequestorSimulator({ ...options, users: [...requestorUsers] }));
}

export class RequestorDesk implements Desk {
  readonly name = "requestor";
  readonly writePath = "/api/Tickets/NewMessage";
  readonly url: string;
  readonly control: RequestorControl;
  readonly #simulator: RequestorSimulator;

  constructor(simulator: RequestorSimulator) {
    this.#simulator = simulator;
    this.control = simulator.control;
    this.url = simulator.url;
  }

  get faults() {
    return this.control.faults;
  }

  hasTicket(ticketId: number): boolean {
    return this.control.tickets().some(({ id }) => id === ticketId);
  }

  openTicket(ticketId: number, { subject, customer, at }: NewTicket): void {
    this.control.createTicket({ id: ticketId, subject, from: customer, createdUtc: at });
  }

  writers(ticketId: number): readonly Writer[] {
    const { submitterKey } = this.control.ticket(ticketId);
    const agents = requestorUsers.filter((user) => user.operator && user !== requestorAccount);
    const customers = requestorUsers.filter((user) => !user.operator && user.userProviderKey === submitterKey);
    return [...agents, ...customers].map(({ username, fullName, operator }) => ({
      key: username,
      name: fullName,
      role: operator ? "agent" : "customer",
    }));
  }

  subject(ticketId: number): string {
    return this.control.ticket(ticketId).subject;
  }

  reference(ticketId: number): string {
    return this.control.ticket(ticketId).ref;
  }

  messages(ticketId: number): readonly DeskMessage[] {
    return this.control
      .messages(ticketId)
      .filter(({ deleted }) => !deleted)
      .map(shown);
  }

  message(id: number): DeskMessage | null {
    for (const { messages } of this.control.tickets()) {
      const found = messages.find((message) => message.id === id && !message.deleted);
      if (found) return shown(found);
    }
    return null;
  }

  say(ticketId: number, { writer, internal, html, text, at }: NewWords): number {
    if (!this.writers(ticketId).some(({ key }) => key === writer)) {
      throw new RangeError(`${writer} does not write in ticket ${ticketId}.`);
    }
    const time = at === undefined ? {} : { createdUtc: at };
    return this.control.addMessage(ticketId, { from: writer, text, html, private: internal, ...time }).id;
  }

  tellBridge(url: string, secret: string): Promise<void> {
    this.control.webhook({ url: `${url}/hooks/requestor`, secret, form: "id" });
    return Promise.resolve();
  }

  onChange(listener: () => void): () => void {
    return this.control.onChange(listener);
  }

  stop(): Promise<void> {
    return this.#simulator.stop();
  }
}

function shown(message: RequestorMessage): DeskMessage {
  const user = requestorUsers.find(({ userProviderKey }) => userProviderKey === message.userProviderKey);
  return {
    id: message.id,
    at: message.createdUtc,
    author: message.userFullName,
    role: user?.operator === false ? "customer" : "agent",
    byBridge: message.userProviderKey === requestorAccount.userProviderKey,
    internal: message.private,
    html: message.html,
    body: message.body,
  };
}
