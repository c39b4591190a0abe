import {
  allowancesOf,
  connectHelpdesks,
  createLog,
  engineSettings,
  errorText,
  identityFileIn,
  openDatabase,
  openTemporaryFiles,
  settleIdentity,
  Shutdown,
  systemClock,
  systemRandom,
  toldByStore,
  type BridgeConfig,
} from "@ticket-bridge/assembly";
import type { CallBudget, Side } from "@ticket-bridge/helpdesk";
import { callPace } from "@ticket-bridge/http";
import type { BackfillParts, EngineParts } from "@ticket-bridge/sync";

export interface OpenOptions {
  /** Nothing may be written, not even who this bridge is. */
  readonly isDryRun: boolean;
  /** Nothing can be done for a bridge that nobody knows yet. */
  readonly mustBeKnown?: boolean;
  /** Something a person should know, although it goes on. */
  readonly warn: (sentence: string) => void;
}

export interface OpenParts {
  readonly parts: EngineParts;
  readonly pace: BackfillParts["pace"];
  close(): Promise<void>;
}

/** Opens the database and both helpdesks for this process. Throws StartError for what a person has to mend. */
export async function openParts(config: BridgeConfig, options: OpenOptions): Promise<OpenParts> {
  // What is said at work stands in the report; only what should not happen is told while it goes on.
  const log = createLog({ level: "warn", destination: { write: (line) => options.warn(warningOf(line)) } });
  const shutdown = new Shutdown(log);
  try {
    const store = await openDatabase(config, log);
    shutdown.add(() => store.close());
    const { identity, fileWritten } = await settleIdentity(store, {
      ...{ dataDir: config.dataDir, bridgeId: config.bridgeId, bridgeSecret: config.bridgeSecret },
      ...{ superofficeUrl: config.superoffice.url, requestorUrl: config.requestor.url },
      isReadOnly: options.isDryRun,
      mustBeKnown: options.mustBeKnown ?? false,
    });
    if (fileWritten) {
      const path = identityFileIn(config.dataDir);
      options.warn(`Keep a copy of ${path} in a safe place: with it a lost database can be learned again.`);
    }
    const allowances = allowancesOf(config);
    const budget = (side: Side): CallBudget => {
      const { perSecond, burstSeconds, concurrency } = allowances[side];
      return store.callBudget(side, { ratePerSecond: perSecond, burstSeconds, concurrency });
    };
    const pace = callPace(() => systemClock.monotonic());
    const { helpdesks, close } = connectHelpdesks(config, {
      pace,
      bridgeId: identity.bridgeId,
      budgets: { superoffice: budget("superoffice"), requestor: budget("requestor") },
      clock: systemClock,
    });
    shutdown.add(close);
    const parts: EngineParts = {
      ...{ store, helpdesks, identity, clock: systemClock, random: systemRandom },
      log: { log: ({ level, message, ...fields }) => log[level](fields, message), delivered: () => undefined },
      settings: engineSettings(config),
      files: await openTemporaryFiles(config.dataDir),
    };
    return { parts, pace, close: () => shutdown.run() };
  } catch (error) {
    await shutdown.run();
    throw toldByStore(error, config.databaseUrl) ?? error;
  }
}

/** A log line's sentence and the error in it. */
function warningOf(line: string): string {
  try {
    const { message, error } = JSON.parse(line) as { message?: unknown; error?: unknown };
    return [message, error].filter((part) => typeof part === "string").join(" ");
  } catch (error) {
    return errorText(error);
  }
}
