import { createInterface } from "node:readline/promises";

/**
 * A question with yes or no, asked on standard error so that standard output stays what the form says; null where no
 * person sits at both ends. An aborted signal counts as no, and so does Ctrl-D.
 */
export function askOnTerminal(signal: AbortSignal): ((question: string) => Promise<boolean>) | null {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  return async (question) => {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    // While a question stands the terminal gives Ctrl-C to readline, not to the process.
    terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
    try {
      const answer = await terminal.question(`${question} [y/N] `, { signal });
      return /^\s*y(es)?\s*$/i.test(answer);
    } catch (error) {
      if (!(error instanceof Error && error.name === "AbortError")) throw error;
      process.stderr.write("\n");
      return false;
    } finally {
      terminal.close();
    }
  };
}
