/**
 * What is wrong with a command line, for the person who wrote it: Node's own words, which end without a full stop, and
 * after them where help is.
 * @param error what parseArgs threw
 * @param help the sentence that tells where the options stand
 */
export function optionFault(error: unknown, help: string): string {
  const words = error instanceof Error ? error.message : String(error);
  return `${words.replace(/[.\s]+$/, "")}. ${help}`;
}
