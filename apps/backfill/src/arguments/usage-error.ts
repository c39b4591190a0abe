/** The command line asks for something that cannot be done. `sentences`: one per fault, for the person who typed it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly sentences: readonly string[];

  constructor(sentences: readonly string[], cause?: unknown) {
    super(sentences.join(" "), cause === undefined ? undefined : { cause });
    this.sentences = sentences;
  }
}
