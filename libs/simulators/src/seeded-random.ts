/**
 * Numbers from 0 up to 1 that are the same for the same seed and name. One stream for each purpose, so that a webhook
 * more or less does not change what the next write meets.
 */
export class SeededRandom {
  #state: number;

  constructor(seed: number, stream: string) {
    this.#state = hashed(`${seed}/${stream}`);
  }

  /** mulberry32: 32 bits of state are plenty for some thousand faults, and it is six lines. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }
}

/** FNV-1a. */
function hashed(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
