import { startRequestorSimulator } from "@ticket-bridge/simulators";
import type { RequestorControl, RequestorMessage, RequestorSimulator } from "@ticket-bridge/simulators";

import type { Desk, DeskFile, DeskMessage, NewTicket, NewWords, Writer } from "./desk.ts";
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

  ticketAbout(subject: string): number | null {
    return this.control.tickets().find((ticket) => ticket.subject.startsWith(subject))?.id ?? null;
  }

  openTicket({ id, subject, customer, at }: NewTicket): number {
    return this.control.createTicket({
      subject,
      from: customer,
      ...(id === undefined ? {} : { id }),
      ...(at === undefined ? {} : { createdUtc: at }),
    }).id;
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
    return this.control.messages(ticketId).map(shown);
  }

  message(id: number): DeskMessage | null {
    const found = this.#stored(id);
    return found ? shown(found) : null;
  }

  file(messageId: number, attachmentId: number): DeskFile | null {
    const found = this.#stored(messageId)?.attachments.find(({ id }) => id === attachmentId);
    if (!found) return null;
    return { name: found.fileName, contentType: found.contentType, bytes: Buffer.from(found.data, "base64") };
  }

  say(ticketId: number, { writer, internal, html, text, attachments = [], at }: NewWords): number {
    if (!this.writers(ticketId).some(({ key }) => key === writer)) {
      throw new RangeError(`${writer} does not write in ticket ${ticketId}.`);
    }
    const time = at === undefined ? {} : { createdUtc: at };
    const files = attachments.map(({ name, contentType, bytes }) => ({
      fileName: name,
      contentType,
      data: bytes.toString("base64"),
    }));
    const words = { from: writer, text, html, private: internal, attachments: files };
    return this.control.addMessage(ticketId, { ...words, ...time }).id;
  }

  edit(id: number, { html, text }: Pick<NewWords, "writer" | "html" | "text">): void {
    this.control.editMessage(id, { html, text });
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

  #stored(id: number): RequestorMessage | undefined {
    const [found] = this.control.messagePage({ after: id - 1, limit: 1 });
    return found?.id === id && !found.deleted ? found : undefined;
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
    edited: message.edited,
    deleted: message.deleted,
    attachments: message.attachments.map(({ id, fileName, contentLength }) => ({
      id,
      name: fileName,
      size: contentLength,
      contentId: "",
    })),
  };
}
