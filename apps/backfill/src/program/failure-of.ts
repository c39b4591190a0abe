import { errorText, StartError } from "@ticket-bridge/assembly";
import {
  BackfillBusyError,
  BackfillNotFoundError,
  BackfillObservingError,
  BackfillStoppedError,
  BackfillUnfinishedError,
  HelpdeskUnavailableError,
  RunStoppedError,
} from "@ticket-bridge/sync";

import { UsageError } from "../arguments/usage-error.ts";
import { BridgeGoneError, BridgeRefusedError, HelpdeskTroubleError } from "../reach/call-bridge.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";

/** How a command ends that met this error, and what it tells. `name`: of the command, as a sentence names it. */
export function failureOf(error: unknown, name: string): { exitCode: ExitCode; sentences: readonly string[] } {
  if (error instanceof UsageError || error instanceof StartError) {
    return { exitCode: exitCodes.usage, sentences: error.sentences };
  }
  if (
    error instanceof HelpdeskUnavailableError ||
    error instanceof RunStoppedError ||
    error instanceof HelpdeskTroubleError
  ) {
    const exitCode = error.trouble === "credentials" ? exitCodes.credentialsRefused : exitCodes.unreachable;
    return { exitCode, sentences: [error.message] };
  }
  if (error instanceof BackfillStoppedError || error instanceof BridgeGoneError) {
    return { exitCode: exitCodes.interrupted, sentences: [error.message] };
  }
  if (error instanceof Error && error.name === "StoreUnavailableError") {
    return {
      exitCode: exitCodes.interrupted,
      sentences: [`${error.message} Nothing is lost: give the same command again.`],
    };
  }
  if (error instanceof Error && told.some((kind) => error instanceof kind)) {
    return { exitCode: exitCodes.usage, sentences: [error.message] };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : errorText(error);
  return { exitCode: exitCodes.usage, sentences: [`The ${name} could not go on: ${detail}`] };
}

/** Whose message says all that a person has to know. */
const told = [
  BackfillObservingError,
  BackfillBusyError,
  BackfillNotFoundError,
  BackfillUnfinishedError,
  BridgeRefusedError,
];
