import type { CallKind } from "./kill-plan.ts";

/** By a piece of its text; the first that fits. Read off the store's statements, whose texts a change may move. */
const byText: readonly (readonly [RegExp, CallKind])[] = [
  [/mirror bigint, "to" mirror_state/, "other change"],
  [/\bticket_creations\b/, "ticket creation"],
  [/INSERT INTO attachment_mirrors/, "attachment"],
  [/INSERT INTO mirrors/, "capture"],
  [/epoch = l\.epoch \+ 1, leased_by/, "lane claim"],
  [/AS a\(place int, link bigint/, "lease"],
  [/opposite_in_flight/, "lane read"],
  [/\b(polls|budgets|feeds|feed_checkpoints|sides)\b/, "poll and budget"],
];

/**
 * What a statement is for. `bound` are the bytes of its parameters: the changes of mirrors and the release of lanes share
 * one statement, and only what stands in it tells an intent from a target id.
 */
export function statementKind(sql: string, bound: string): CallKind {
  const kind = byText.find(([pattern]) => pattern.test(sql))?.[1] ?? "other statement";
  if (kind !== "other change") return kind;
  // One statement moves mirrors and gives lanes back: without a mirror to move it is a release only.
  if (!bound.includes('"to":"')) return "lane release";
  const intent = bound.includes('"to":"sending"');
  const target = bound.includes('"to":"mirrored"');
  if (intent && target) return "target id and next intent";
  return intent ? "intent" : target ? "target id" : kind;
}

/** The words of a statement that a person recognises it by. */
export function statementHead(sql: string): string {
  return sql.replace(/\s+/g, " ").trim().slice(0, 70);
}
