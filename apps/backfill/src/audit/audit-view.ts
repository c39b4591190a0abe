import type { AlarmView } from "@ticket-bridge/assembly";
import type { ReportClass } from "@ticket-bridge/sync";

/** What an audit found, as the command tells it and as it stands in the JSON report. */
export interface AuditView {
  readonly state: "finished" | "stopped";
  /** Why it is stopped. */
  readonly stopCause: "asked" | "credentials" | "unreachable" | null;
  readonly reason: string | null;
  /** `failed`: tickets that cannot be compared, or that are named and not linked. */
  readonly tickets: { readonly total: number; readonly compared: number; readonly failed: number };
  /** Messages that agree over messages that should; null while none should. */
  readonly parity: number | null;
  readonly should: number;
  readonly agree: number;
  /** Messages on their way, which count as neither. */
  readonly waiting: number;
  readonly classes: Readonly<Record<ReportClass, number>>;
  /** Those that stand at the end. */
  readonly alarms: readonly AlarmView[];
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** Whether a person has to look at what was found. */
export function auditNeedsAttention({ tickets, agree, should, alarms }: AuditView): boolean {
  return tickets.failed > 0 || agree < should || alarms.length > 0;
}
