import { otherSide, sideName } from "@ticket-bridge/helpdesk";

import type { Evidence, Finding, Standing, Told, Verdict } from "./account.ts";
import { counterparts, isOpening } from "./created.ts";
import { fatesOf, finding, idsOf, isExcused, tokensIn, type Fate } from "./fate.ts";
import { hasItsFiles, isCorrected, sameness } from "./sameness.ts";
import { judgeShowing } from "./visibility.ts";

/** Counts the broken promises in what both helpdesks hold. Pure: the bridge's own word only ever excuses a held one. */
export function judge(evidence: Evidence): Verdict {
  const fates = fatesOf(evidence);
  let shownInTime = 0;
  const findings: Finding[] = [
    ...counterparts(evidence),
    ...strangers(evidence),
    ...surprises(evidence),
    ...order(fates),
  ];
  for (const fate of fates) {
    findings.push(...whereabouts(fate), ...sameness(fate));
    for (const copy of [...fate.mirrors, ...fate.corrections, ...fate.echoes]) {
      const trace = fate.standing && evidence.traces.get(fate.standing.mirrorId);
      const showing = judgeShowing(fate.told, copy, trace, evidence.settleMs);
      if (showing === "shown in time") shownInTime += 1;
      if (showing === "leaked")
        findings.push(
          finding("leaked", fate.told, `stands as public message ${copy.messageId} in ${sideName(copy.side)}`),
        );
    }
  }
  const arrived = fates.filter(({ mirrors }) => mirrors.length > 0);
  return {
    findings,
    mirrored: arrived.length,
    created: evidence.tickets.filter((ticket) => ticket.counterparts.length === 1 && ticket.heldFor === null).length,
    ticketsHeld: evidence.tickets.filter((ticket) => (ticket.heldFor ?? "") !== "").length,
    withFiles: arrived.filter(
      (fate) => fate.told.files.length > 0 && fate.mirrors.every((one) => hasItsFiles(fate, one)),
    ).length,
    corrected: arrived.filter(isCorrected).length,
    held: heldReasons(evidence.standings),
    uncertain: fates.filter(({ mirrors, standing }) => mirrors.length === 0 && standing?.state === "uncertain").length,
    shownInTime,
    slowest: slowestOf(arrived),
  };
}

/** P1, P2 and P5, and P3 for what landed on somebody else's ticket. */
function whereabouts({ told, mirrors, strays, echoes, standing, ticketWaits }: Fate): Finding[] {
  const findings: Finding[] = [];
  const target = sideName(otherSide(told.side));
  if (mirrors.length === 0 && !ticketWaits && !isExcused(standing)) {
    const state = standing === undefined ? "the bridge never saw it" : `the bridge calls it ${standing.state}`;
    findings.push(finding("lost", told, `is not in ${target}, and ${state}`));
  }
  if (mirrors.length > 1) {
    findings.push(finding("doubled", told, `stands in ${target} as ${idsOf(mirrors)}`));
  }
  for (const stray of strays) {
    findings.push(finding("leaked", told, `stands on ticket ${stray.ticketId} in ${target}, which is not its own`));
  }
  if (echoes.length > 0) {
    findings.push(finding("echoed", told, `came back to ${sideName(told.side)} as ${idsOf(echoes)}`));
  }
  return findings;
}

/**
 * P4: within one ticket and direction the first copies stand in the order in which the messages became visible. One that
 * took its id early and became visible late may stand by its id or by its time: which is right depends on when the
 * bridge looked, which nobody knows here.
 */
function order(fates: readonly Fate[]): Finding[] {
  const lanes = new Map<string, { told: Told; id: number }[]>();
  for (const { told, mirrors } of fates) {
    const [first] = mirrors;
    if (first === undefined) continue;
    const name = `${told.side} ${told.ticketId}`;
    lanes.set(name, [...(lanes.get(name) ?? []), { told, id: first.messageId }]);
  }
  return [...lanes.values()].flatMap((lane) => {
    const mirrored = lane.sort((one, other) => one.id - other.id).map(({ told }) => told);
    return mirrored.flatMap((told, place) => {
      const overtaker = mirrored
        .slice(0, place)
        .find((earlier) => earlier.place > told.place && earlier.messageId > told.messageId);
      if (overtaker === undefined) return [];
      return [finding("out of order", told, `stands behind ${overtaker.token}, which was written after it`)];
    });
  });
}

/** P6: nobody asked for any of them. */
function surprises({ sent }: Evidence): Finding[] {
  const sentence = "The bridge had a helpdesk send an e-mail or notify an agent.";
  return Array.from({ length: sent }, () => ({ breach: "e-mailed" as const, told: null, sentence }));
}

/** What the bridge wrote without anything of a person in it. */
function strangers(evidence: Evidence): Finding[] {
  return evidence.holdings
    .filter(({ writtenAt, text }) => writtenAt !== null && tokensIn(text).size === 0)
    .filter((holding) => !isOpening(evidence, holding))
    .map(({ side, messageId }) => ({
      breach: "echoed" as const,
      told: null,
      sentence: `Message ${messageId} in ${sideName(side)} was written by the bridge and is nobody's.`,
    }));
}

/** Also of what nobody told: a mirror that the bridge does not recognise as its own waits for a person too. */
function heldReasons(standings: readonly Standing[]): Map<string, number> {
  const reasons = new Map<string, number>();
  for (const { state, reason: said } of standings) {
    if (state !== "held") continue;
    const reason = (said ?? "no reason given").replace(/\b[A-Z]{3}-\d+\b|\b\d+\b/g, "…");
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return reasons;
}

function slowestOf(arrived: readonly Fate[]): Verdict["slowest"] {
  let slowest: Verdict["slowest"] = null;
  for (const { told, mirrors } of arrived) {
    const writtenAt = mirrors[0]?.writtenAt ?? null;
    if (writtenAt === null) continue;
    const delayMs = writtenAt - told.at;
    if (slowest === null || delayMs > slowest.delayMs) slowest = { told, delayMs };
  }
  return slowest;
}
