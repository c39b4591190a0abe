import { relative } from "node:path";

import { BridgeApi } from "./bridge/bridge-api.ts";
import type { LinkFact } from "./bridge/bridge-api.ts";
import { BridgeProcess } from "./bridge/bridge-process.ts";
import { buildDashboard } from "./bridge/build-dashboard.ts";
import { freePortNear, isFree } from "./console/free-port.ts";
import type { Speaker } from "./console/speaker.ts";
import type { DemoOptions } from "./demo-options.ts";
import { requestorAccount, superOfficeAccount } from "./desks/people.ts";
import { startRequestorDesk } from "./desks/requestor-desk.ts";
import { startSuperOfficeDesk } from "./desks/superoffice-desk.ts";
import { DemoFolder } from "./folder/demo-folder.ts";
import type { DemoMemory } from "./folder/demo-folder.ts";
import { Conversations } from "./live/conversations.ts";
import { startPageServer } from "./page-server/page-server.ts";
import type { PageServer } from "./page-server/page-server.ts";
import { LiveSample } from "./sample/live-sample.ts";
import { sampleTickets } from "./sample/sample-tickets.ts";
import { tellPast } from "./sample/tell-sample.ts";
import type { Desks } from "./sample/tell-sample.ts";

/** Both helpdesks, the bridge and the page, started in this order and stopped in the opposite one. */
export class Demo {
  readonly #options: DemoOptions;
  readonly #speaker: Speaker;
  readonly #folder: DemoFolder;
  readonly #stops: (() => Promise<void> | void)[] = [];
  #bridge: BridgeProcess | null = null;
  #isStopping = false;
  #isClean = true;
  #isUp = false;

  constructor(options: DemoOptions, speaker: Speaker) {
    this.#options = options;
    this.#speaker = speaker;
    this.#folder = new DemoFolder(options.folder);
  }

  /** Resolves when everything is up. Rejects with a sentence; `onFault` is called when something fails later. */
  async start(onFault: (reason: string) => void): Promise<void> {
    this.#speaker.title("ticket-bridge demo", "two simulated helpdesks and the bridge between them");
    this.#folder.lock();
    this.#stops.push(() => this.#folder.unlock());
    if (this.#options.isFresh) this.#folder.clear();
    const before = this.#folder.memory();
    const memory = before ?? (await this.#choosePorts());
    this.#checkGoingOn();
    const desks = await this.#startDesks(memory, before !== null);
    const now = Date.now();
    for (const sample of sampleTickets) tellPast(desks, sample, now);
    const bridge = await this.#startBridge(desks, memory, onFault);
    const api = new BridgeApi(bridge.url, this.#folder.adminToken());
    const links = await this.#link(api);
    const page = await this.#startPage(desks, api, links);
    this.#checkGoingOn();
    this.#isUp = true;
    this.#sayWhereEverythingIs(desks, bridge, page, before !== null);
  }

  /** Stops what was started. Resolves with false when something did not end as it should. */
  async stop(): Promise<boolean> {
    this.#isStopping = true;
    // Nothing of what is in another demo's folder is this one's to speak of.
    const hasBegun = this.#stops.length > 0;
    for (const stop of this.#stops.splice(0).reverse()) await stop();
    if (!hasBegun) return this.#isClean;
    if (!this.#isClean) this.#speaker.line("Stopped.");
    else if (this.#isUp) this.#speaker.done("Stopped. The conversation is kept for the next start.");
    else this.#speaker.line("Stopped before everything was up. What there is so far is kept for the next start.");
    return this.#isClean;
  }

  /** The last resort: nothing of ours is left running. */
  kill(): void {
    if (this.#bridge && !this.#bridge.hasEnded) this.#bridge.kill();
    this.#folder.unlock();
  }

  sayLastWords(): void {
    const words = this.#bridge?.lastWords() ?? [];
    if (words.length === 0) return;
    this.#speaker.line(`The bridge's last words (all of them: ${this.#short(this.#folder.bridgeLog)}):`);
    for (const line of words) this.#speaker.line(`  ${line}`);
  }

  async #choosePorts(): Promise<DemoMemory> {
    const { port } = this.#options;
    const superoffice = await this.#freePort("SuperOffice", port + 1, []);
    const requestor = await this.#freePort("Requestor", port + 2, [superoffice]);
    return this.#folder.remember(superoffice, requestor);
  }

  async #freePort(name: string, wanted: number, taken: number[]): Promise<number> {
    const port = await freePortNear(wanted, taken);
    if (port !== wanted) this.#speaker.note(`Port ${wanted} is taken, so ${name} is on ${port}.`);
    return port;
  }

  async #startDesks(memory: DemoMemory, isKept: boolean): Promise<Desks> {
    const { superofficePort, requestorPort } = memory;
    for (const port of [superofficePort, requestorPort]) {
      // The bridge holds on to the addresses it first saw, so a kept conversation cannot move to another port.
      if (isKept && !(await isFree(port))) throw new Error(this.#takenSentence(port));
    }
    const { superofficeState, requestorState } = this.#folder;
    const superoffice = await startSuperOfficeDesk({ port: superofficePort, stateFile: superofficeState });
    this.#stops.push(() => superoffice.stop());
    this.#checkGoingOn();
    const requestor = await startRequestorDesk({ port: requestorPort, stateFile: requestorState });
    this.#stops.push(() => requestor.stop());
    this.#checkGoingOn();
    this.#speaker.done("Both helpdesks are up.");
    return { superoffice, requestor };
  }

  #takenSentence(port: number): string {
    const kept = this.#short(this.#options.folder);
    return `Port ${port} is taken by another program, and the conversation kept in ${kept} belongs to it. Free the port, forget the conversation with: npm run demo -- --fresh, or keep a second one with: npm run demo -- --data data/demo-2`;
  }

  async #startBridge(desks: Desks, memory: DemoMemory, onFault: (reason: string) => void): Promise<BridgeProcess> {
    const { superofficePort, requestorPort } = memory;
    const port = await this.#freePort("the bridge", this.#options.port + 3, [superofficePort, requestorPort]);
    const { dim } = this.#speaker.colours;
    await this.#buildDashboard();
    this.#checkGoingOn();
    this.#speaker.line(dim("… The bridge starts, with its embedded database."));
    const bridge = new BridgeProcess({
      port,
      dataFolder: this.#folder.bridgeData,
      logFile: this.#folder.bridgeLog,
      adminToken: this.#folder.adminToken(),
      environment: bridgeSettings(desks, memory),
    });
    this.#bridge = bridge;
    this.#stops.push(() => this.#stopBridge(bridge));
    await bridge.ready();
    this.#checkGoingOn();
    void bridge.ended.then(({ how }) => {
      if (this.#isStopping) return;
      this.#isClean = false;
      onFault(`The bridge ended by itself (${how}), so the demo stops too.`);
      this.sayLastWords();
    });
    await desks.superoffice.tellBridge(bridge.url, memory.superofficeWebhookSecret);
    await desks.requestor.tellBridge(bridge.url, memory.requestorWebhookSecret);
    this.#checkGoingOn();
    this.#speaker.done("The bridge is ready, both helpdesks tell it about every change.");
    return bridge;
  }

  /** The rest of the demo is worth seeing without it; the bridge's own page then says what is missing. */
  async #buildDashboard(): Promise<void> {
    const { dim } = this.#speaker.colours;
    try {
      await buildDashboard(() => this.#speaker.line(dim("… The dashboard is built, which is done once.")));
    } catch (error) {
      this.#speaker.note(`The dashboard could not be built: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #stopBridge(bridge: BridgeProcess): Promise<void> {
    const end = await bridge.stop();
    if (end.clean || !this.#isClean || !this.#isUp) return;
    this.#isClean = false;
    this.#speaker.fault(`The bridge did not stop cleanly: ${end.how}.`);
    this.sayLastWords();
  }

  /** Links the sample's tickets. Resolves with all links, also those of tickets that the bridge itself made. */
  async #link(api: BridgeApi): Promise<readonly LinkFact[]> {
    const known = await api.links();
    this.#checkGoingOn();
    const links: LinkFact[] = [];
    for (const { superoffice, requestor } of sampleTickets) {
      const pair = { superofficeTicketId: superoffice.id, requestorTicketId: requestor.id };
      const link = known.find((one) => one.superofficeTicketId === superoffice.id);
      links.push(link ?? { ...pair, id: await api.link(superoffice.id, requestor.id) });
      this.#checkGoingOn();
    }
    links.push(...known.filter(({ id }) => !links.some((link) => link.id === id)));
    const done = known.length > 0 ? "are still linked" : "are linked, with all that was said in them so far";
    this.#speaker.done(`${links.length} pairs of tickets ${done}.`);
    return links;
  }

  async #startPage(desks: Desks, api: BridgeApi, links: readonly LinkFact[]): Promise<PageServer> {
    const conversations = new Conversations(desks, api, links);
    const live = new LiveSample(desks);
    const port = await this.#freePort("the page", this.#options.port, []);
    this.#checkGoingOn();
    const page = await startPageServer(port, { desks, conversations, onVisitor: () => live.begin() });
    this.#stops.push(async () => {
      live.stop();
      conversations.stop();
      await page.stop();
    });
    return page;
  }

  /** A Ctrl-C during the start must not be overtaken by what is started, or said to be up, next. */
  #checkGoingOn(): void {
    if (this.#isStopping) throw new Error("The demo was stopped.");
  }

  #sayWhereEverythingIs(desks: Desks, bridge: BridgeProcess, page: PageServer, isKept: boolean): void {
    const { bold, dim } = this.#speaker.colours;
    this.#speaker.line();
    this.#speaker.rows([["Open this page", page.url]]);
    this.#speaker.line();
    this.#speaker.rows([
      [
        "SuperOffice",
        desks.superoffice.url,
        `user ${superOfficeAccount.username}, password ${superOfficeAccount.password}`,
      ],
      ["Requestor", desks.requestor.url, `user ${requestorAccount.username}, password ${requestorAccount.password}`],
      ["Dashboard", `${bridge.url}/`, `sign in with ${this.#folder.adminToken()}`],
      ["Bridge", `${bridge.url}/api/openapi.json`, `bearer token in ${this.#short(this.#folder.tokenFile)}`],
    ]);
    this.#speaker.line();
    const kept = isKept ? "Going on with the conversation kept in" : "The conversation is kept in";
    this.#speaker.line(dim(`${kept} ${this.#short(this.#options.folder)}; --fresh begins a new one.`));
    this.#speaker.line(`${bold("Ctrl-C")} stops all of it.`);
    this.#speaker.line();
  }

  #short(path: string): string {
    const short = relative(process.cwd(), path);
    return short.startsWith("..") ? path : short;
  }
}

/**
 * Quicker than the defaults, because both helpdesks stand on this machine: budgets that do not make a visitor wait, and
 * a short settle time, since the simulators never store a write later than they break off its answer.
 */
function bridgeSettings(desks: Desks, memory: DemoMemory): Record<string, string> {
  return {
    SUPEROFFICE_URL: desks.superoffice.url,
    SUPEROFFICE_AUTH: "basic",
    SUPEROFFICE_USERNAME: superOfficeAccount.username,
    SUPEROFFICE_PASSWORD: superOfficeAccount.password,
    SUPEROFFICE_WEBHOOK_SECRET: memory.superofficeWebhookSecret,
    SUPEROFFICE_POLL_SECONDS: "5",
    SUPEROFFICE_MAX_RPS: "50",
    REQUESTOR_URL: desks.requestor.url,
    REQUESTOR_USERNAME: requestorAccount.username,
    REQUESTOR_PASSWORD: requestorAccount.password,
    REQUESTOR_WEBHOOK_SECRET: memory.requestorWebhookSecret,
    REQUESTOR_POLL_SECONDS: "5",
    REQUESTOR_MAX_RPS: "50",
    REQUESTOR_ATTACHMENT_URL: `${desks.requestor.url}/Attachment/Download/{id}`,
    AUTO_CREATE_TICKETS: "both",
    SETTLE_SECONDS: "5",
  };
}
