export { allowancesOf, engineSettings, type Allowance } from "./allowances.ts";
export {
  alarmView,
  auditedLinkView,
  auditLinkNow,
  findingView,
  viewOfAlarm,
  type AlarmView,
  type AuditedLinkView,
} from "./audits/audited-link.ts";
export { openTemporaryFiles } from "./attachments/temporary-files.ts";
export { backfillAnswer, type BackfillAnswer } from "./backfills/backfill-answer.ts";
export {
  backfillBody,
  bodyOfOptions,
  listOfPairs,
  optionsOfBody,
  pairsOf,
  watcherName,
} from "./backfills/backfill-body.ts";
export {
  fingerprintOf,
  reportLineView,
  viewOfBackfill,
  viewOfPlan,
  viewOfProgress,
  viewOfReportLine,
  type BackfillPlanView,
  type BackfillProgressView,
  type BackfillView,
  type ReportLineView,
} from "./backfills/backfill-view.ts";
export { apiSocketName } from "./backfills/api-socket-name.ts";
export type { BridgeConfig } from "./config/config.ts";
export { isLoopback } from "./config/loopback.ts";
export { showSettings, type ShownSetting } from "./config/show-settings.ts";
export { printEnvExample } from "./config/print-env-example.ts";
export { nearestName } from "./config/nearest-name.ts";
export { readConfig } from "./config/read-config.ts";
export { readEnvFile } from "./config/read-env-file.ts";
export { connectHelpdesks, type Helpdesks } from "./helpdesks/connect-helpdesks.ts";
export { settleAdminToken } from "./identity/admin-token.ts";
export { identityFileIn } from "./identity/identity-file.ts";
export { settleIdentity } from "./identity/settle-identity.ts";
export { createLog, type Log, type LogOptions } from "./log/create-log.ts";
export { errorText } from "./log/error-text.ts";
export { openDatabase } from "./open-database.ts";
export {
  relearnBody,
  relearnStepView,
  viewOfRelearned,
  type RelearnedTicketView,
  type RelearnProgressView,
  type RelearnStepView,
  type RelearnTotalsView,
} from "./relearning/relearn-view.ts";
export { outageOf, sideTestView, type SideTestView } from "./sides/side-test.ts";
export { inTime, Shutdown } from "./shutdown.ts";
export { StartError } from "./start-error.ts";
export { systemClock, systemRandom } from "./system-clock.ts";
export { toldByStore } from "./told-by-store.ts";
export { version } from "./version.ts";
