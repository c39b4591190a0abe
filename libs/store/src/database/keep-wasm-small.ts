import { setFlagsFromString } from "node:v8";

/**
 * Has V8 leave the WebAssembly that is loaded from now on as its baseline compiler made it. The optimizing compiler takes
 * 604 MB for 2 s for one function of PGlite alone (number 2273, 105 kB, hot in every start), and its code stays: at most
 * 686 MB to open a database instead of 131, and 801 MB at most under the bench's load instead of 292 (378 and 292 at its
 * end). The price is about a sixth more CPU for a message.
 *
 * V8 can spare neither a single function nor the large ones, and neither inlining, loop peeling nor unrolling is what takes
 * the memory. Set here and not in the start script, because there it would slow down what Prisma does on PostgreSQL too,
 * and every program that opens this database needs it. Taking it back once opening has compiled what it uses was no
 * quicker. Two flags, because what `--liftoff-only` implies holds only on the command line.
 */
export function keepWasmSmall(): void {
  setFlagsFromString("--no-wasm-tier-up");
  setFlagsFromString("--no-wasm-dynamic-tiering");
}
