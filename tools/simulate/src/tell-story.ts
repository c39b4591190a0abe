import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Colours } from "@ticket-bridge/terminal";

import type { Played } from "./played.ts";

const lastLines = 40;

/** What a seed broke and the last part of its story; the whole goes to a file, or is printed where it was asked for. */
export function tellBroken(played: Played, whole: boolean, colours: Colours): string {
  const { seed, broken, story } = played;
  const head = colours.red(`Seed ${seed} broke ${broken.length === 1 ? "a promise" : `${broken.length} promises`}:`);
  const promises = broken.map((sentence) => `  ${sentence}`);
  if (story.length === 0) return [head, ...promises].join("\n");
  if (whole) return [...story, head, ...promises].join("\n");
  const file = join(tmpdir(), `ticket-bridge-seed-${seed}.txt`);
  writeFileSync(file, `${[...story, "", ...broken].join("\n")}\n`);
  const where = `  The whole story (${story.length} lines) is in ${file}; play it again with npm run simulate -- --seed ${seed}`;
  return [...story.slice(-lastLines).map((line) => colours.dim(line)), head, ...promises, where].join("\n");
}
