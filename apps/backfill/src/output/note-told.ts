import type { Told } from "./output.ts";

export function noteTold(sentence: string): Told {
  return { record: { event: "note", sentence }, lines: (colours) => [colours.dim(sentence)] };
}
