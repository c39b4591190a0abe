/** Something was found to be wrong as the bytes were about to go out: nothing was sent. */
export class NotSentError extends Error {
  override readonly name: string = "NotSentError";
}
