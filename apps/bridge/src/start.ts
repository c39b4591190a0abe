import { bySide, sides, type CallBudget, type Side } from "@ticket-bridge/helpdesk";
import { callPace, type Timeouts } from "@ticket-bridge/http";
import type { BridgeStore } from "@ticket-bridge/store";
import { Backfills, checkSide, Engine, relearn, type EngineParts, type Identity } from "@ticket-bridge/sync";

import {
  allowancesOf,
  type BridgeConfig,
  connectHelpdesks,
  createLog,
  engineSettings,
  type Helpdesks,
  identityFileIn,
  inTime,
  isLoopback,
  type Log,
  type LogOptions,
  openDatabase,
  openTemporaryFiles,
  settleAdminToken,
  settleIdentity,
  showSettings,
  Shutdown,
  StartError,
  systemClock,
  systemRandom,
  toldByStore,
  version,
} from "@ticket-bridge/assembly";
import { BackfillJobs } from "./backfills/backfill-jobs.ts";
import { RelearnJobs } from "./relearning/relearn-jobs.ts";
import { watchSides } from "./helpdesks/watch-sides.ts";
import { engineLog } from "./log/engine-log.ts";
import { Metrics } from "./metrics/metrics.ts";
import { countMinutes } from "./throughput/count-minutes.ts";
import type { ApiContext } from "./web/api/context.ts";
import { Door } from "./web/auth/door.ts";
import { openDashboard } from "./web/dashboard/dashboard.ts";
import { findDashboard } from "./web/dashboard/find-dashboard.ts";
import { createApp, createOwnersApp } from "./web/create-app.ts";
import { HintBox } from "./web/hooks/hint-box.ts";
import { HookTimes } from "./web/hooks/hook-times.ts";
import { keptReading } from "./web/api/kept-reading.ts";
import { webhookName } from "./web/api/webhook.ts";
import { sharedReading } from "./web/api/shared-reading.ts";
import { LiveEvents } from "./web/live/live-events.ts";
import { listen } from "./web/listen.ts";
import { listenInFolder } from "./web/listen-in-folder.ts";

export interface StartOptions {
  /** Where log lines go; standard output when missing. */
  readonly logDestination?: LogOptions["destination"];
  /** Sentences about the settings, for the log. */
  readonly warnings?: readonly string[];
  /** How long calls to a helpdesk may take; the http client's own when missing. */
  readonly timeouts?: Timeouts;
  /** Where the built page is; where the build puts it when missing. */
  readonly dashboardFolder?: string;
}

export interface RunningBridge {
  /** Where it is served, without a trailing slash. */
  readonly url: string;
  /** Only when it was made by this start: nobody has seen it yet. */
  readonly adminToken: string | null;
  /** Where the token is kept when it was made by this start or an earlier one, which may have failed before it was shown. */
  readonly adminTokenFile: string | null;
  /** Finishes what is in flight, for at most seven seconds, and closes everything. What did not end is read back later. */
  stop(): Promise<void>;
  /** For tests. */
  readonly store: BridgeStore;
  readonly engine: Engine;
  readonly helpdesks: Helpdesks;
}

/** Of the ten seconds a stop may take; the rest is for closing. */
const inFlightMs = 7_000;
const requestsMs = 1_000;
const socketsMs = 500;
const readyAnswerMs = 2_000;
const lastWordMs = 500;

/**
 * Runs the bridge: store, identity, both adapters, web server, engine, in this order, so that nothing is read or written
 * before everything else stands. Rejects with StartError for what a person has to mend; then nothing is left running.
 */
export async function start(config: BridgeConfig, options: StartOptions = {}): Promise<RunningBridge> {
  const { logDestination: destination } = options;
  const log = createLog({ level: config.logLevel, ...(destination && { destination }) });
  for (const warning of options.warnings ?? []) log.warn(warning);
  if (config.adminToken === null && !isLoopback(config.host)) {
    throw new StartError(["ADMIN_TOKEN is missing, and HOST opens the bridge to other machines."]);
  }
  const shutdown = new Shutdown(log);
  try {
    return await assemble(config, options, log, shutdown);
  } catch (error) {
    await shutdown.run();
    throw toldByStore(error, config.databaseUrl) ?? error;
  }
}

async function assemble(
  config: BridgeConfig,
  options: StartOptions,
  log: Log,
  shutdown: Shutdown,
): Promise<RunningBridge> {
  const store = await openDatabase(config, log);
  shutdown.add(() => store.close());
  const identity = await identityOf(config, store, log);
  const admin = await settleAdminToken(config.dataDir, config.adminToken);
  const metrics = new Metrics();
  const allowances = allowancesOf(config);
  const budget = (side: Side): CallBudget => {
    const { perSecond, burstSeconds, concurrency } = allowances[side];
    return metrics.measured(side, store.callBudget(side, { ratePerSecond: perSecond, burstSeconds, concurrency }));
  };
  const pace = callPace(() => systemClock.monotonic());
  const { helpdesks, close } = connectHelpdesks(config, {
    pace,
    bridgeId: identity.bridgeId,
    budgets: { superoffice: budget("superoffice"), requestor: budget("requestor") },
    clock: systemClock,
    ...(options.timeouts && { timeouts: options.timeouts }),
  });
  shutdown.add(() => inTime(close(), socketsMs));
  const engineParts: EngineParts = {
    ...{ store, helpdesks, identity, clock: systemClock, random: systemRandom },
    log: engineLog(log, metrics),
    settings: engineSettings(config),
    files: await openTemporaryFiles(config.dataDir),
  };
  const engine = new Engine(engineParts);
  const backfills = new Backfills({ ...engineParts, carrier: `the bridge with process id ${process.pid}`, pace });
  const backfillJobs = new BackfillJobs({ backfills, log, now: () => systemClock.now() });
  const relearnJobs = new RelearnJobs({
    ...{ relearn: (wanted) => relearn(engineParts, wanted), log, monotonic: () => systemClock.monotonic() },
  });
  const jobs = { backfills, backfillJobs, relearnJobs };
  const parts = { config, store, helpdesks, identity, engine, ...jobs, metrics, log, shutdown };
  const life = { working: false };
  const dashboardFolder = options.dashboardFolder ?? findDashboard();
  const url = await serve({ ...parts, allowances, adminToken: admin.token, dashboardFolder, life });
  await work({ ...parts, life });
  const { mode } = config;
  log.info({ version, url, mode, bridgeId: identity.bridgeId, database: store.kind }, "The bridge runs.");
  return {
    ...{ url, store, engine, helpdesks },
    adminToken: admin.madeNow ? admin.token : null,
    adminTokenFile: admin.path,
    stop: async () => {
      await shutdown.run();
      log.info("The bridge has stopped.");
    },
  };
}

async function identityOf(config: BridgeConfig, store: BridgeStore, log: Log): Promise<Identity> {
  const { identity, fileWritten } = await settleIdentity(store, {
    dataDir: config.dataDir,
    bridgeId: config.bridgeId,
    bridgeSecret: config.bridgeSecret,
    superofficeUrl: config.superoffice.url,
    requestorUrl: config.requestor.url,
  });
  if (fileWritten) {
    const path = identityFileIn(config.dataDir);
    log.warn(`Keep a copy of ${path} in a safe place: with it a lost database can be learned again.`);
  }
  return identity;
}

interface Parts {
  readonly config: BridgeConfig;
  readonly store: BridgeStore;
  readonly helpdesks: Helpdesks;
  readonly identity: Identity;
  readonly engine: Engine;
  readonly backfills: Backfills;
  readonly backfillJobs: BackfillJobs;
  readonly relearnJobs: RelearnJobs;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly shutdown: Shutdown;
  /** Whether the workers run. */
  readonly life: { working: boolean };
}

/** Each look at SuperOffice's webhook is a call of its budget. */
const webhookKeptMs = 60_000;

/** Opens the web server and returns its address. */
async function serve(
  parts: Parts & {
    readonly allowances: ReturnType<typeof allowancesOf>;
    readonly adminToken: string;
    readonly dashboardFolder: string;
  },
): Promise<string> {
  const { config, store, helpdesks, identity, engine, metrics, log, shutdown, allowances, adminToken, life } = parts;
  const { backfills, backfillJobs, relearnJobs } = parts;
  const hooks = hearHooks(parts);
  const { secrets } = hooks;
  const live = new LiveEvents({ store, clock: systemClock, log });
  const api: ApiContext = {
    ...{ store, helpdesks, identity, allowances, backfills, backfillJobs, relearnJobs, log },
    live,
    webhookReading: keptReading(() => helpdesks.superoffice.findWebhook(webhookName(identity)), webhookKeptMs),
    auditTotals: sharedReading(() => store.auditTotals()),
    door: new Door({ adminToken, store, monotonic: () => systemClock.monotonic() }),
    mode: config.mode,
    environment: config.environment ?? null,
    settings: showSettings(config),
    webhook: { secret: secrets.superoffice, publicUrl: config.publicUrl ?? null },
    isHookSecretSet: bySide((side) => secrets[side] !== null),
    pausesChanged: () => engine.pausesChanged(),
    audit: (linkId) => engine.audit(linkId),
    checkSide: (side) => checkSide({ helpdesks, clock: systemClock }, side, new AbortController().signal),
  };
  const dashboard = await openDashboard(parts.dashboardFolder);
  if (dashboard === null) log.warn("The dashboard is not built; npm run build builds it.");
  const app = createApp({
    api,
    hooks,
    readiness: () => readiness(store, life),
    ...{ metrics, log, dashboard },
  });
  const listening = await listen(app, config.host, config.port);
  shutdown.add(() => listening.close(requestsMs));
  // Before the server, which would wait for streams that never end.
  shutdown.add(() => live.stop());
  if (store.kind === "embedded") {
    // Commands beside this bridge cannot open its database: they ask it.
    const socket = await listenInFolder(createOwnersApp({ api, log }), config.dataDir);
    shutdown.add(() => socket.close(requestsMs));
  }
  return listening.url;
}

/** What the webhooks' calls go to. */
function hearHooks({ config, store, helpdesks, engine, metrics, log, shutdown }: Parts) {
  const box = new HintBox({
    store,
    hint: (side, tickets) => engine.hint(side, tickets),
    references: helpdesks.requestor,
    clock: systemClock,
    log,
  });
  shutdown.add(() => box.stop());
  const secrets = { superoffice: config.superoffice.webhookSecret, requestor: config.requestor.webhookSecret };
  const times = bySide((side) => new HookTimes({ side, store, clock: systemClock, log }));
  // Once the server is closed: what was heard last is written with it, if the database is there.
  shutdown.add(() => inTime(Promise.all(sides.map((side) => times[side].stop())), lastWordMs));
  metrics.watch(store, () => box.waiting);
  return { secrets, box, times, metrics };
}

/** Lets the engine work until the shutdown. */
async function work(parts: Parts): Promise<void> {
  const { store, helpdesks, engine, backfillJobs, relearnJobs, log, shutdown, life } = parts;
  await engine.start();
  life.working = true;
  const watching = new AbortController();
  const watched = watchSides({ store, helpdesks, health: engine.health, clock: systemClock, log }, watching.signal);
  const counted = countMinutes({ store, clock: systemClock, log }, watching.signal);
  shutdown.add(async () => {
    life.working = false;
    watching.abort();
    const ended = [engine.stop(), backfillJobs.stopAll(), relearnJobs.stopAll(), watched, counted];
    if (await inTime(Promise.all(ended), inFlightMs)) return;
    log.warn("A call to a helpdesk did not end in time; what became of it is read back at the next start.");
  });
}

/** Null when the database answers in time and the workers run. */
async function readiness(store: BridgeStore, life: { working: boolean }): Promise<string | null> {
  if (!life.working) return "The workers do not run.";
  const asked = { answers: false };
  const ready = store.ready().then((answers) => (asked.answers = answers));
  await inTime(ready, readyAnswerMs);
  return asked.answers ? null : "The database does not answer.";
}
