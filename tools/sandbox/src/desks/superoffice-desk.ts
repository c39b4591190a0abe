import { startSuperOfficeSimulator } from "@ticket-bridge/simulators";
import type { SuperOfficeControl, SuperOfficeMessage, SuperOfficeSimulator } from "@ticket-bridge/simulators";

import type { Desk, DeskMessage, NewTicket, NewWords, Writer } from "./desk.ts";
import { customers, superOfficeAccount, superOfficeAgents } from "./people.ts";

const hookName = "ticket-bridge demo";

/** Starts the simulated SuperOffice with the sample people. Rejects when the port is taken. */
export async function startSuperOfficeDesk(options: { port: number; stateFile?: string }): Promise<SuperOfficeDesk> {
  const simulator = await startSuperOfficeSimulator({
    ...options,
    agents: [...superOfficeAgents],
    // The bridge of the demo listens on loopback without a certificate.
    webhooks: { requireHttps: false },
  });
  return new SuperOfficeDesk(simulator);
}

export class SuperOfficeDesk implements Desk {
  readonly name = "superoffice";
  readonly writePath = "/api/v1/TicketMessage";
  readonly url: string;
  readonly origin: string;
  readonly control: SuperOfficeControl;
  readonly #simulator: SuperOfficeSimulator;

  constructor(simulator: SuperOfficeSimulator) {
    this.#simulator = simulator;
    this.control = simulator.control;
    this.url = simulator.url;
    this.origin = simulator.origin;
  }

  get faults() {
    return this.control.faults;
  }

  hasTicket(ticketId: number): boolean {
    return this.control.tickets().some(({ id }) => id === ticketId);
  }

  openTicket(ticketId: number, { subject, customer, at }: NewTicket): void {
    const person = customers[customer];
    if (!person) throw new RangeError(`There is no customer ${customer}.`);
    this.control.createTicket({ id: ticketId, title: subject, customer: person, createdAt: at });
  }

  writers(ticketId: number): readonly Writer[] {
    const { person } = this.control.ticket(ticketId);
    const agents = superOfficeAgents.map(({ associateId, fullName }): Writer => ({
      key: String(associateId),
      name: fullName,
      role: "agent",
    }));
    return person ? [...agents, { key: "customer", name: person.fullName, role: "customer" }] : agents;
  }

  subject(ticketId: number): string {
    return this.control.ticket(ticketId).title;
  }

  reference(ticketId: number): string {
    return `#${ticketId}`;
  }

  messages(ticketId: number): readonly DeskMessage[] {
    return this.control.messages(ticketId).map(shown);
  }

  message(id: number): DeskMessage | null {
    for (const { messages } of this.control.tickets()) {
      const found = messages.find((message) => message.id === id);
      if (found) return shown(found);
    }
    return null;
  }

  say(ticketId: number, { writer, internal, html, text, at }: NewWords): number {
    const author = this.writers(ticketId).find(({ key }) => key === writer);
    if (!author) throw new RangeError(`${writer} does not write in ticket ${ticketId}.`);
    const { id } = this.control.addMessage(ticketId, {
      from: author.role === "customer" ? "customer" : Number(writer),
      author: author.name,
      text,
      html,
      slevel: internal ? "Internal" : "External",
      ...(at === undefined ? {} : { createdAt: at, changedAt: at }),
    });
    return id;
  }

  /** As an administrator does it, through the API: the hook of an earlier start is changed, not doubled. */
  async tellBridge(url: string, secret: string): Promise<void> {
    const old = this.control.webhooks().find(({ name }) => name === hookName);
    const { username, password } = superOfficeAccount;
    const response = await fetch(`${this.url}/api/v1/Webhook${old ? `/${old.id}` : ""}`, {
      method: old ? "PUT" : "POST",
      headers: {
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
        "content-type": "application/json",
        accept: "application/json",
      },
      body: JSON.stringify({
        Name: hookName,
        Events: ["ticket.created", "ticket.changed"],
        TargetUrl: `${url}/hooks/superoffice`,
        Secret: secret,
        State: "Active",
        Type: "webhook",
      }),
    });
    if (!response.ok) throw new Error(`SuperOffice refused the webhook: ${await response.text()}`);
  }

  onChange(listener: () => void): () => void {
    return this.control.onChange(listener);
  }

  stop(): Promise<void> {
    return this.#simulator.stop();
  }
}

function shown(message: SuperOfficeMessage): DeskMessage {
  const html = message.htmlBody !== "" || message.type === "Html";
  const { id, createdAt, createdBy, person, author, slevel, badge, body, htmlBody } = message;
  return {
    id,
    at: createdAt,
    author: person?.fullName ?? author,
    role: person !== null || badge === "Incoming" ? "customer" : "agent",
    byBridge: createdBy === superOfficeAccount.associateId,
    internal: slevel !== "External",
    html,
    body: htmlBody === "" ? body : htmlBody,
  };
}
