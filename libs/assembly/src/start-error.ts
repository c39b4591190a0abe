/** The bridge cannot start. `sentences` are for the person who starts it: what is wrong and what to do, one per fault. */
export class StartError extends Error {
  override readonly name = "StartError";
  readonly sentences: readonly string[];

  constructor(sentences: readonly string[], cause?: unknown) {
    super(sentences.join(" "), cause === undefined ? undefined : { cause });
    this.sentences = sentences;
  }
}
