import { changeTopics, type ChangeMarks, type ChangeTopic } from "@ticket-bridge/store";

/** What a page can show anew; each is the first part of what it asks for. */
export type ToldTopic = ChangeTopic | "overview" | "status";

const everything: readonly ToldTopic[] = [...changeTopics, "overview", "status"];

/** What else looks different once something of a topic changed. People's acts are rare and may change anything. */
const along: Readonly<Record<ChangeTopic, readonly ToldTopic[]>> = {
  mirrors: ["mirrors", "links", "overview", "status"],
  attention: ["attention", "mirrors", "creations", "links", "overview", "status"],
  links: ["links", "creations", "audit", "overview", "status"],
  creations: ["creations", "attention", "overview", "status"],
  audit: ["audit", "overview", "status"],
  backfills: ["backfills"],
  sides: ["sides", "overview", "status"],
  // Many calls are many changes, at most one in ten seconds for each bridge: what shows them is told, and not the sides,
  // with which a page asks SuperOffice for its webhook again.
  hooks: ["overview", "status"],
  acts: everything,
};

/** What to tell when the marks were `before` and are `after`; null before: nobody looked, so it may be anything. */
export function toldTopics(before: ChangeMarks | null, after: ChangeMarks): readonly ToldTopic[] {
  if (before === null) return everything;
  const changed = changeTopics.filter((topic) => before[topic] !== after[topic]);
  return [...new Set(changed.flatMap((topic) => along[topic]))];
}

/** What becomes different by time alone: ages and the words that follow from them; what was compared since. */
export function agingTopics(second: number): readonly ToldTopic[] {
  return [
    ...(second % 5 === 0 ? (["overview", "status"] as const) : []),
    ...(second % 15 === 0 ? (["audit"] as const) : []),
  ];
}
