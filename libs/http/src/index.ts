export type { Timeouts } from "./exchange.ts";
export { callName, type HttpRequest } from "./request.ts";
export { callPace, type PacedBudgets } from "./call-pace.ts";
export { createHttpClient, type HttpClient, type HttpClientOptions } from "./client.ts";
export { isHtmlPage, type HttpAnswer } from "./answer.ts";
export { localBudget, type LocalBudgetOptions } from "./local-budget.ts";
export { readRetryAfter } from "./retry-after.ts";
export { scrubbed } from "./scrubbed.ts";
export { statusError, unreadableAnswer, type AnsweredCall } from "./status-error.ts";
