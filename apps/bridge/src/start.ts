import { mkdir } from "node:fs/promises";

import type { CallBudget, Side } from "@ticket-bridge/helpdesk";
import type { Timeouts } from "@ticket-bridge/http";
import { openStore, type BridgeStore } from "@ticket-bridge/store";
import { Engine, type EngineSettings } from "@ticket-bridge/sync";

import type { BridgeConfig } from "./config/config.ts";
import { isLoopback } from "./config/loopback.ts";
import { connectHelpdesks, type Helpdesks } from "./helpdesks/connect-helpdesks.ts";
import { watchSides } from "./helpdesks/watch-sides.ts";
import { settleAdminToken } from "./identity/admin-token.ts";
import { identityFileIn } from "./identity/identity-file.ts";
import { settleIdentity } from "./identity/settle-identity.ts";
import { createLog, type Log, type LogOptions } from "./log/create-log.ts";
import { engineLog } from "./log/engine-log.ts";
import { errorText } from "./log/error-text.ts";
import { Metrics } from "./metrics/metrics.ts";
import { StartError } from "./start-error.ts";
import { systemClock, systemRandom } from "./system-clock.ts";
import { version } from "./version.ts";
import type { SideAllowance } from "./web/api/context.ts";
import { createApp } from "./web/create-app.ts";
import { HintBox } from "./web/hooks/hint-box.ts";
import { listen } from "./web/listen.ts";

export interface StartOptions {
  /** Where log lines go; standard output when missing. */
  readonly logDestination?: LogOptions["destination"];
  /** Sentences about the settings, for the log. */
  readonly warnings?: readonly string[];
  /** How long calls to a helpdesk may take; the http client's own when missing. */
  readonly timeouts?: Timeouts;
}

export interface RunningBridge {
  /** Where it is served, without a trailing slash. */
  readonly url: string;
  /** Only when it was made by this start: nobody has seen it yet. */
  readonly adminToken: string | null;
  /** Where a made token is kept. */
  readonly adminTokenFile: string;
  /** Finishes what is in flight, for at most seven seconds, and closes everything. What did not end is read back later. */
  stop(): Promise<void>;
  /** For tests. */
  readonly store: BridgeStore;
  readonly engine: Engine;
  readonly helpdesks: Helpdesks;
}

/** The two seconds' worth that P8 allows. */
const burstSeconds = 2;
const lanesAtOnce = 16;
/** Of the ten seconds a stop may take; the rest is for closing. */
const inFlightMs = 7_000;
const socketsMs = 500;
const readyAnswerMs = 2_000;

/**
 * Runs the bridge: store, identity, both adapters, web server, engine, in this order, so that nothing is read or written
 * before everything else stands. Rejects with StartError for what a person has to mend; then nothing is left running.
 */
export async function start(config: BridgeConfig, options: StartOptions = {}): Promise<RunningBridge> {
  const log = createLog({
    level: config.logLevel,
    ...(options.logDestination && { destination: options.logDestination }),
  });
  for (const warning of options.warnings ?? []) log.warn(warning);
  if (config.adminToken === null && !isLoopback(config.host)) {
    throw new StartError(["ADMIN_TOKEN is missing, and HOST opens the bridge to other machines."]);
  }
  const closers: Closer[] = [];
  try {
    return await assemble(config, options, log, closers);
  } catch (error) {
    await closeAll(closers, log);
    throw error;
  }
}

type Closer = () => Promise<unknown>;

async function assemble(
  config: BridgeConfig,
  options: StartOptions,
  log: Log,
  closers: Closer[],
): Promise<RunningBridge> {
  const store = await openDatabase(config, log);
  closers.push(() => store.close());
  const { identity, fileWritten } = await settleIdentity(store, {
    dataDir: config.dataDir,
    bridgeId: config.bridgeId,
    bridgeSecret: config.bridgeSecret,
    superofficeUrl: config.superoffice.url,
    requestorUrl: config.requestor.url,
  });
  if (fileWritten) {
    log.warn(
      `Keep a copy of ${identityFileIn(config.dataDir)} in a safe place: with it a lost database can be learned again.`,
    );
  }
  const admin = await settleAdminToken(config.dataDir, config.adminToken);

  const metrics = new Metrics();
  const allowances = allowancesOf(config);
  const budget = (side: Side): CallBudget => {
    const { perSecond, concurrency } = allowances[side];
    return metrics.measured(side, store.callBudget(side, { ratePerSecond: perSecond, burstSeconds, concurrency }));
  };
  const { helpdesks, close } = connectHelpdesks(config, {
    bridgeId: identity.bridgeId,
    budgets: { superoffice: budget("superoffice"), requestor: budget("requestor") },
    clock: systemClock,
    ...(options.timeouts && { timeouts: options.timeouts }),
  });
  closers.push(() => inTime(close(), socketsMs));
  const engine = new Engine({
    store,
    helpdesks,
    identity,
    clock: systemClock,
    random: systemRandom,
    log: engineLog(log, metrics),
    settings: engineSettings(config),
  });

  const box = new HintBox({
    store,
    hint: (side, tickets) => engine.hint(side, tickets),
    references: helpdesks.requestor,
    clock: systemClock,
    log,
  });
  closers.push(() => box.stop());
  metrics.watch(store, () => box.waiting);
  const life = { working: false };
  const app = createApp({
    api: { store, helpdesks, bridgeId: identity.bridgeId, allowances, log },
    hooks: {
      secrets: { superoffice: config.superoffice.webhookSecret, requestor: config.requestor.webhookSecret },
      box,
      metrics,
    },
    adminToken: admin.token,
    readiness: () => readiness(store, life),
    metrics,
    monotonic: () => systemClock.monotonic(),
    log,
  });
  const listening = await listen(app, config.host, config.port);
  closers.push(() => listening.close(1_000));

  await engine.start();
  life.working = true;
  const watching = new AbortController();
  const watched = watchSides({ store, helpdesks, health: engine.health, clock: systemClock, log }, watching.signal);
  closers.push(async () => {
    life.working = false;
    watching.abort();
    const ended = await inTime(Promise.all([engine.stop(), watched]), inFlightMs);
    if (!ended) log.warn("A call to a helpdesk did not end in time; what became of it is read back at the next start.");
  });
  log.info({ version, url: listening.url, bridgeId: identity.bridgeId, database: store.kind }, "The bridge runs.");

  let stopped: Promise<void> | null = null;
  return {
    url: listening.url,
    adminToken: admin.madeNow ? admin.token : null,
    adminTokenFile: admin.path,
    stop: () => (stopped ??= closeAll(closers, log).then(() => log.info("The bridge has stopped."))),
    ...{ store, engine, helpdesks },
  };
}

async function openDatabase(config: BridgeConfig, log: Log): Promise<BridgeStore> {
  try {
    await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new StartError(
      [`DATA_DIR ${config.dataDir} cannot be made (${code}); write a folder that the bridge may write to.`],
      error,
    );
  }
  try {
    return await openStore({
      databaseUrl: config.databaseUrl,
      dataDir: config.dataDir,
      log: ({ level, message, error }) => {
        log[level](error === undefined ? {} : { error: errorText(error) }, message);
      },
    });
  } catch (error) {
    const known = ["DataDirInUseError", "DatabaseNewerError", "MigrationFailedError", "StoreUnavailableError"];
    if (!(error instanceof Error) || !known.includes(error.name)) throw error;
    throw new StartError([error.message], error);
  }
}

function allowancesOf(config: BridgeConfig): Record<Side, SideAllowance> {
  const of = (side: Side): SideAllowance => {
    const { maxRps, concurrency, pollSeconds } = config[side];
    return { perSecond: maxRps, burstSeconds, concurrency, pollSeconds };
  };
  return { superoffice: of("superoffice"), requestor: of("requestor") };
}

function engineSettings(config: BridgeConfig): EngineSettings {
  const of = (side: Side) => ({
    pollMs: config[side].pollSeconds * 1_000,
    callsPerSecond: config[side].maxRps,
    // One place stays free, so that reading tickets never keeps a delivery waiting.
    pollsAtOnce: Math.max(1, config[side].concurrency - 1),
  });
  return {
    settleMs: config.settleSeconds * 1_000,
    leaseMs: config.leaseSeconds * 1_000,
    lanesAtOnce,
    sides: { superoffice: of("superoffice"), requestor: of("requestor") },
  };
}

/** Null when the database answers in time and the workers run. */
async function readiness(store: BridgeStore, life: { working: boolean }): Promise<string | null> {
  if (!life.working) return "The workers do not run.";
  const waiting = new AbortController();
  const late = systemClock.sleep(readyAnswerMs, waiting.signal).then(() => false);
  const answers = await Promise.race([store.ready(), late]);
  waiting.abort();
  return answers ? null : "The database does not answer.";
}

/** The last that was opened is closed first. A part that cannot be closed does not keep the others open. */
async function closeAll(closers: Closer[], log: Log): Promise<void> {
  for (const close of closers.splice(0).reverse()) {
    try {
      await close();
    } catch (error) {
      log.warn({ error: errorText(error) }, "Something could not be closed in order.");
    }
  }
}

/** Whether the work ended within the time; if not, nobody waits for it any more. */
async function inTime(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const waiting = new AbortController();
  const late = systemClock.sleep(milliseconds, waiting.signal).then(() => false);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    waiting.abort();
    // A late end comes after the store is closed and says nothing new.
    work.catch(() => undefined);
  }
}
