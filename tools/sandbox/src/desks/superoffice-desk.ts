import { startSuperOfficeSimulator } from "@ticket-bridge/simulators";
import type {
  SuperOfficeAttachment,
  SuperOfficeControl,
  SuperOfficeMessage,
  SuperOfficeSimulator,
} from "@ticket-bridge/simulators";

import type { Desk, DeskAttachment, DeskFile, DeskMessage, NewTicket, NewWords, Writer } from "./desk.ts";
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

  ticketAbout(subject: string): number | null {
    return this.control.tickets().find(({ title }) => title.startsWith(subject))?.id ?? null;
  }

  openTicket({ id, subject, customer, at }: NewTicket): number {
    const person = customers[customer];
    if (!person) throw new RangeError(`There is no customer ${customer}.`);
    return this.control.createTicket({
      title: subject,
      customer: person,
      ...(id === undefined ? {} : { id }),
      ...(at === undefined ? {} : { createdAt: at }),
    }).id;
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
    return this.control.messages(ticketId).map((message) => this.#shown(message));
  }

  message(id: number): DeskMessage | null {
    const found = this.#stored(id);
    return found ? this.#shown(found) : null;
  }

  file(messageId: number, attachmentId: number): DeskFile | null {
    const stored = this.#stored(messageId);
    const found = stored && this.control.attachments(stored.id).find(({ id }) => id === attachmentId);
    if (!found || found.content === null) return null;
    const { name, contentType, contentId } = found;
    return { name, contentType, contentId, bytes: Buffer.from(found.content, "base64") };
  }

  say(ticketId: number, { writer, internal, html, text, attachments = [], at }: NewWords): number {
    const author = this.writers(ticketId).find(({ key }) => key === writer);
    if (!author) throw new RangeError(`${writer} does not write in ticket ${ticketId}.`);
    const { id } = this.control.addMessage(ticketId, {
      from: author.role === "customer" ? "customer" : Number(writer),
      author: author.name,
      text,
      html,
      slevel: internal ? "Internal" : "External",
      attachments: attachments.map(({ name, contentType, bytes, contentId }) => ({
        name,
        contentType,
        content: bytes.toString("base64"),
        ...(contentId === undefined ? {} : { contentId, inlineImage: true }),
      })),
      ...(at === undefined ? {} : { createdAt: at, changedAt: at }),
    });
    return id;
  }

  edit(id: number, { writer, html, text }: Pick<NewWords, "writer" | "html" | "text">): void {
    this.control.editMessage(id, { from: writer === "customer" ? "customer" : Number(writer), html, text });
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

  #stored(id: number): SuperOfficeMessage | undefined {
    const [found] = this.control.messagePage({ after: id - 1, limit: 1 });
    return found?.id === id ? found : undefined;
  }

  #shown(message: SuperOfficeMessage): DeskMessage {
    const attachments = message.attachmentIds.length > 0 ? this.control.attachments(message.id) : [];
    return shown(message, attachments.map(shownAttachment));
  }
}

function shownAttachment({ id, name, attSize, contentId, content }: SuperOfficeAttachment): DeskAttachment {
  return { id, name, contentId, size: content === null ? attSize : Buffer.byteLength(content, "base64") };
}

function shown(message: SuperOfficeMessage, attachments: readonly DeskAttachment[]): DeskMessage {
  const html = message.htmlBody !== "" || message.type === "Html";
  const { id, createdAt, changedAt, createdBy, person, author, slevel, badge, body, htmlBody } = message;
  const byBridge = createdBy === superOfficeAccount.associateId;
  return {
    id,
    at: createdAt,
    author: person?.fullName ?? author,
    role: person !== null || badge === "Incoming" ? "customer" : "agent",
    byBridge,
    internal: slevel !== "External",
    html,
    body: htmlBody === "" ? body : htmlBody,
    // A copy has its original's time, so that it looks changed from the start; its edits are known from the bridge.
    edited: !byBridge && changedAt !== createdAt,
    deleted: false,
    attachments,
  };
}
