import type { Comparison, Finding } from "./compare-ticket.ts";

/**
 * What two comparisons, one right after the other, both found. What only one of them found was in motion while it was
 * read, so it counts as on its way.
 */
export function confirmFindings(first: Comparison, second: Comparison): Comparison {
  const before = new Set(first.findings.map(nameOf));
  return countAsWaiting(second, (finding) => !finding.told && !before.has(nameOf(finding)));
}

/** The comparison without these findings, whose messages are on their way. */
export function countAsWaiting(comparison: Comparison, isWaiting: (finding: Finding) => boolean): Comparison {
  const moving = comparison.findings.filter(isWaiting);
  const classes = { ...comparison.classes };
  for (const finding of moving) classes[finding.class] -= 1;
  return {
    ...comparison,
    classes,
    should: comparison.should - moving.length,
    waiting: comparison.waiting + moving.length,
    undecided: [...comparison.undecided, ...moving.flatMap(({ mirrorId }) => mirrorId ?? [])],
    findings: comparison.findings.filter((finding) => !isWaiting(finding)),
  };
}

function nameOf({ direction, messageId, class: of, leak }: Finding): string {
  return `${direction}/${messageId}/${of}/${leak}`;
}
