import { otherSide, sideName } from "@ticket-bridge/helpdesk";

import type { Finding, Holding } from "./account.ts";
import { finding, idsOf, isExcused, type Fate } from "./fate.ts";

/** P7: each mirror has its source's files and pictures, and the words that a person gave it last stand there, once. */
export function sameness(fate: Fate): Finding[] {
  const { told, mirrors, corrections, edit } = fate;
  const target = sideName(otherSide(told.side));
  const findings = mirrors
    .filter((mirror) => !hasItsFiles(fate, mirror))
    .map((mirror) =>
      finding(
        "altered",
        told,
        `stands in ${target} as ${mirror.messageId} with ${namesOf(mirror)} in place of ${namesOf(told)}`,
      ),
    );
  if (corrections.length > 1) {
    findings.push(finding("doubled", told, `was corrected in ${target} more than once, by ${idsOf(corrections)}`));
  }
  if (mirrors.length > 0 && told.editedTo !== null && !isCorrected(fate) && !isExcused(edit)) {
    findings.push(finding("altered", told, `was edited, and ${target} does not say so`));
  }
  return findings;
}

/** Whether what a person said last of an edited message stands on the other side. */
export function isCorrected({ told, mirrors, corrections }: Fate): boolean {
  const { editedTo } = told;
  return editedTo !== null && [...mirrors, ...corrections].some(({ text }) => text.includes(editedTo));
}

export function hasItsFiles({ told }: Fate, mirror: Holding): boolean {
  const isSame =
    told.files.length === mirror.files.length &&
    told.files.every(({ name, sha256 }, place) => {
      const there = mirror.files[place];
      return there?.name === name && there.sha256 === sha256;
    });
  return isSame && (told.shows === null || mirror.text.includes(told.shows));
}

function namesOf({ files }: Pick<Holding, "files">): string {
  return files.length === 0 ? "no file" : files.map(({ name, sha256 }) => `${name} ${sha256.slice(0, 6)}`).join(", ");
}
