import { BridgeApi } from "../bridge/bridge-api.ts";
import type { BridgeProcess } from "../bridge/bridge-process.ts";
import { People } from "../desks/people.ts";
import type { Evidence, Told, Verdict } from "../judge/account.ts";
import { judge } from "../judge/judge.ts";
import { tellLife, tellStory } from "../judge/story.ts";
import { seeded, type Random } from "../random.ts";
import type { ChaosOptions, Progress } from "./chaos-options.ts";
import { isGood, type ChaosReport } from "./chaos-report.ts";
import { collectEvidence, traceOf } from "./collect-evidence.ts";
import { Lives } from "./lives.ts";
import { settled } from "./settle.ts";
import { sleep } from "./sleep.ts";
import { adminToken, Stage } from "./stage.ts";

const progressEveryMs = 250;

/**
 * Lets bridges live and die over one kind of database until they were killed often enough, lets everything come to rest,
 * and judges what both helpdesks hold. Rejects when aborted, or when the set-up itself fails; nothing is left running.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const random = seeded(options.seed);
  const stage = await Stage.build(options, random);
  let keepFolder = false;
  try {
    const report = await new ChaosRun(stage, random, options).run();
    keepFolder = !isGood(report);
    return keepFolder ? { ...report, logs: stage.folder } : report;
  } finally {
    await stage.strike(keepFolder);
  }
}

class ChaosRun {
  readonly #stage: Stage;
  readonly #options: ChaosOptions;
  readonly #lives: Lives;
  readonly #people: People;
  /** Ends the bridges' lives: nobody starts another one. */
  readonly #over = new AbortController();
  readonly #startedAt = performance.now();
  #doing: Progress["doing"] = "starting";

  constructor(stage: Stage, random: Random, options: ChaosOptions) {
    this.#stage = stage;
    this.#options = options;
    this.#lives = new Lives(stage, random, options);
    this.#people = new People(stage.desks, random, options);
  }

  async run(): Promise<ChaosReport> {
    const telling = setInterval(() => this.#tell(), progressEveryMs);
    const ended = AbortSignal.any([this.#over.signal, this.#options.signal]);
    try {
      const bridge = await this.#begin();
      const api = new BridgeApi(bridge.url, adminToken);
      const lives = this.#live(bridge, ended);
      // Whoever waits for them hears of it; until then it is nobody's.
      lives.catch(() => undefined);
      await Promise.race([this.#killUnderTraffic(), lives]);
      this.#doing = "settling";
      const atRest = await settled(this.#stage.desks, this.#people, api, this.#options.signal);
      this.#options.signal.throwIfAborted();
      this.#doing = "judging";
      const evidence = await collectEvidence(this.#stage.desks, this.#people, api);
      const verdict = judge(evidence);
      const told = await this.#tellStories(evidence, verdict, api);
      this.#over.abort();
      await lives;
      const stoppedCleanly = await this.#stage.stopBridges();
      return this.#report({ settled: atRest, verdict, ...told, stoppedCleanly });
    } finally {
      this.#over.abort();
      clearInterval(telling);
    }
  }

  /** Deaths while the database is made, then a bridge that links the tickets. */
  async #begin(): Promise<BridgeProcess> {
    const { signal, kills, killsBeforeLinking } = this.#options;
    const [first] = this.#stage.places;
    if (first === undefined) throw new Error("There is no place for a bridge.");
    for (let kill = 0; kill < Math.min(killsBeforeLinking, kills); kill += 1) {
      await this.#lives.liveAndDie(first, signal);
      signal.throwIfAborted();
    }
    const bridge = await this.#lives.settleDown(first);
    if (bridge === null) throw new Error(`The bridge does not start: ${this.#lives.refusedStarts.at(-1) ?? ""}`);
    const api = new BridgeApi(bridge.url, adminToken);
    for (const { superoffice, requestor } of this.#stage.desks.pairs) await api.link(superoffice, requestor);
    return bridge;
  }

  async #live(linked: BridgeProcess, ended: AbortSignal): Promise<void> {
    await Promise.all(
      this.#stage.places.map(async (place, number) => {
        if (number === 0) await this.#lives.killRunning(linked, ended);
        await this.#lives.inhabit(place, ended);
      }),
    );
  }

  async #killUnderTraffic(): Promise<void> {
    const { signal } = this.#options;
    this.#doing = "killing";
    const silence = new AbortController();
    this.#stage.unleash(this.#options.seed);
    const writing = this.#people.write(AbortSignal.any([silence.signal, signal]));
    while (!this.#lives.enough && !signal.aborted) await sleep(100, signal);
    silence.abort();
    await writing;
    await this.#stage.calm(signal);
    signal.throwIfAborted();
  }

  /** What became of each message with a broken promise, and of the slowest. */
  async #tellStories(evidence: Evidence, { findings, slowest }: Verdict, api: BridgeApi) {
    const deaths = this.#lives.deaths();
    const partsOf = async (told: Told | null) => {
      const standing = evidence.standings.find(
        ({ kind, side, messageId }) => kind === "message" && side === told?.side && messageId === told.messageId,
      );
      return { holdings: evidence.holdings, trace: standing ? await traceOf(standing, api) : [], deaths };
    };
    const stories: string[] = [];
    for (const finding of findings) stories.push(tellStory(finding, await partsOf(finding.told)));
    return { stories, slowest: slowest === null ? [] : tellLife(slowest.told, await partsOf(slowest.told)) };
  }

  #report(outcome: Pick<ChaosReport, "settled" | "verdict" | "stories" | "slowest" | "stoppedCleanly">): ChaosReport {
    const told = this.#stage.desks.told(this.#people.sayings);
    const { killedOutside, starts, refusedStarts, crashes } = this.#lives;
    return {
      ...outcome,
      database: this.#options.database,
      seed: this.#options.seed,
      bridges: this.#stage.places.length,
      seconds: Math.round((performance.now() - this.#startedAt) / 1_000),
      deaths: this.#lives.deaths(),
      ...{ killedOutside, starts, refusedStarts, crashes },
      messages: {
        total: told.length,
        internal: told.filter(({ visibility }) => visibility[0]?.internal === true).length,
        visibilityChanged: told.filter(({ visibility }) => visibility.length > 1).length,
        edited: told.filter(({ editedTo }) => editedTo !== null).length,
        withFiles: told.filter(({ files }) => files.length > 0).length,
        withPictures: told.filter(({ shows }) => shows !== null).length,
      },
      ticketsOpened: this.#people.opened.length,
      helpdeskFaults: this.#stage.desks.faultsMet(),
      databaseFaults: new Map<string, number>(this.#stage.postgresql?.faults ?? []),
      logs: null,
    };
  }

  #tell(): void {
    this.#options.onProgress({
      database: this.#options.database,
      doing: this.#doing,
      kills: this.#lives.kills,
      told: this.#people.sayings.length,
      written: this.#stage.desks.messages,
    });
  }
}
