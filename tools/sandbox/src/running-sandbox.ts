import { join } from "node:path";

import { freePortNear } from "./console/free-port.ts";
import type { Speaker } from "./console/speaker.ts";
import { requestorAccount, superOfficeAccount } from "./desks/people.ts";
import { startRequestorDesk } from "./desks/requestor-desk.ts";
import type { RequestorDesk } from "./desks/requestor-desk.ts";
import { startSuperOfficeDesk } from "./desks/superoffice-desk.ts";
import type { SuperOfficeDesk } from "./desks/superoffice-desk.ts";
import type { SandboxOptions } from "./sandbox-options.ts";
import { sampleTickets } from "./sample/sample-tickets.ts";
import { tellPast } from "./sample/tell-sample.ts";

/** The two simulated helpdesks for people who want to call their APIs by hand. */
export class RunningSandbox {
  readonly #options: SandboxOptions;
  readonly #speaker: Speaker;
  readonly #stops: (() => Promise<void>)[] = [];

  constructor(options: SandboxOptions, speaker: Speaker) {
    this.#options = options;
    this.#speaker = speaker;
  }

  async start(): Promise<void> {
    const { folder, superofficePort, requestorPort, isEmpty } = this.#options;
    this.#speaker.title("ticket-bridge sandbox", "two simulated helpdesks, without the bridge");
    const ports = { superoffice: await this.#free("SuperOffice", superofficePort, []), requestor: 0 };
    ports.requestor = await this.#free("Requestor", requestorPort, [ports.superoffice]);
    const file = (name: string) => (folder === null ? {} : { stateFile: join(folder, name) });
    const superoffice = await startSuperOfficeDesk({ port: ports.superoffice, ...file("superoffice.json") });
    this.#stops.push(() => superoffice.stop());
    const requestor = await startRequestorDesk({ port: ports.requestor, ...file("requestor.json") });
    this.#stops.push(() => requestor.stop());
    if (!isEmpty) {
      const now = Date.now();
      for (const sample of sampleTickets) tellPast({ superoffice, requestor }, sample, now);
    }
    this.#sayHowToUse(superoffice, requestor);
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }

  async #free(name: string, wanted: number, taken: number[]): Promise<number> {
    const port = await freePortNear(wanted, taken);
    if (port !== wanted) this.#speaker.note(`Port ${wanted} is taken, so ${name} is on ${port}.`);
    return port;
  }

  #sayHowToUse(superoffice: SuperOfficeDesk, requestor: RequestorDesk): void {
    const { dim } = this.#speaker.colours;
    this.#speaker.rows([
      ["SuperOffice", superoffice.url, `user ${superOfficeAccount.username}, password ${superOfficeAccount.password}`],
      ["Requestor", requestor.url, `user ${requestorAccount.username}, password ${requestorAccount.password}`],
    ]);
    this.#say("Read a ticket", curlReads(superoffice, requestor));
    this.#say("Write a message", curlWrites(superoffice, requestor));
    this.#say("What only a simulator can do: write as somebody else, lose an answer, count what was stored", [
      `curl ${superoffice.origin}/_control/tickets/734/messages -d '{"text":"Hello from the customer"}'`,
      `curl ${requestor.url}/_control/faults -d '{"kind":"reset-after-commit"}'`,
      `curl ${requestor.url}/_control/writes`,
    ]);
    this.#speaker.line();
    const { folder } = this.#options;
    this.#speaker.line(dim(folder === null ? "Nothing is kept; --data <folder> keeps it." : `Kept in ${folder}.`));
    this.#speaker.line("Ctrl-C stops both.");
    this.#speaker.line();
  }

  #say(title: string, commands: readonly string[]): void {
    this.#speaker.line();
    this.#speaker.line(title);
    for (const command of commands) this.#speaker.line(this.#speaker.colours.dim(`  ${command}`));
  }
}

const superOfficeLogin = `-u ${superOfficeAccount.username}:${superOfficeAccount.password}`;
const requestorLogin = `-u ${requestorAccount.username}:${requestorAccount.password}`;
const json = "-H 'Content-Type: application/json'";

function curlReads(superoffice: SuperOfficeDesk, requestor: RequestorDesk): string[] {
  return [
    `curl ${superOfficeLogin} ${superoffice.url}/api/v1/Ticket/734/Messages`,
    `curl ${requestorLogin} ${requestor.url}/api/Tickets/GetTicket/47`,
  ];
}

function curlWrites(superoffice: SuperOfficeDesk, requestor: RequestorDesk): string[] {
  return [
    `curl ${superOfficeLogin} ${json} ${superoffice.url}/api/v1/TicketMessage -d '{"Ticket":{"TicketId":734},"Body":"Hello","Slevel":"External"}'`,
    `curl ${requestorLogin} ${json} ${requestor.url}/api/Tickets/NewMessage -d '{"TicketId":47,"Message":"Hello"}'`,
  ];
}
