export * from "./ports/access-store.ts";
export * from "./ports/act-store.ts";
export * from "./ports/attachment-files.ts";
export * from "./ports/attachment-store.ts";
export * from "./ports/backfill-store.ts";
export * from "./ports/call-pace.ts";
export * from "./ports/audit-map.ts";
export * from "./ports/audit-store.ts";
export * from "./ports/capture-store.ts";
export * from "./ports/clock.ts";
export * from "./ports/creation-store.ts";
export * from "./ports/identity-store.ts";
export * from "./ports/lane-store.ts";
export * from "./ports/link-store.ts";
export * from "./ports/mirror-store.ts";
export * from "./ports/poll-store.ts";
export * from "./ports/relearn-store.ts";
export * from "./ports/side-store.ts";
export * from "./ports/store.ts";
export * from "./ports/wake.ts";
export * from "./ports/engine-log.ts";
export { Engine, type EngineParts } from "./engine.ts";
export type { AuthorNames } from "@ticket-bridge/mapping";
export type { EngineSettings, MirrorPolicy, Mode, SideSettings, TicketNumberPair } from "./engine-context.ts";
export type { CallKind, SideHealth } from "./side-health.ts";
export { carriedOfUnremembered } from "./decide/carried-unknown.ts";
export {
  goneAfter,
  planChange,
  type ChangePlan,
  type StandingRevision,
  type StandingSource,
} from "./decide/plan-change.ts";
export { checkSide, checkSides } from "./check-sides.ts";
export { alarmReason } from "./public-writes.ts";
export { helpdeskTrouble, type HelpdeskTrouble } from "./decide/helpdesk-trouble.ts";
export type { Finding } from "./decide/compare-ticket.ts";
export { causeOf, tellCause, type CauseOf } from "./decide/cause-of.ts";
export { causes, type Cause } from "./decide/causes.ts";
export { delayBounds, delayClasses, delayPercentile, sumDelays } from "./decide/delay-classes.ts";
export { directionWord, directionWords, type DirectionFacts, type DirectionWord } from "./decide/direction-word.ts";
export { bothTexts } from "./decide/edit-texts.ts";
export { withoutTexts } from "./decide/without-texts.ts";
export { shownText, type ShownText } from "./decide/shown-text.ts";
export { joinTimeline, placeInTimeline, type Listings, type TimelineEntry } from "./decide/join-timeline.ts";
export {
  fillBuckets,
  spanBegin,
  throughputSpans,
  type Bucket,
  type ThroughputSpan,
} from "./decide/throughput-buckets.ts";
export { longestBackoffMs } from "./decide/backoff.ts";
export { pollIntervals } from "./decide/poll-interval.ts";
export { linkTickets, type LinkOutcome, type LinkRequest } from "./steer/link-tickets.ts";
export { adoptCounterpart, type AdoptCounterpartOutcome } from "./steer/adopt-counterpart.ts";
export { adoptTarget, type AdoptOutcome } from "./steer/adopt-target.ts";
export { relearn } from "./audit/relearn/relearn.ts";
export type { RelearnContext } from "./audit/relearn/relearn-pair.ts";
export * from "./audit/relearn/words.ts";
export { Backfills, type BackfillParts } from "./backfill/backfills.ts";
export * from "./backfill/errors.ts";
export { outlineOf } from "./backfill/outline.ts";
export { withMessages, type MessagesOfRun } from "./backfill/run-totals.ts";
export { standingOfRun, type RunStanding } from "./backfill/standing-of-run.ts";
export * from "./backfill/words.ts";
