import { Socket } from "node:net";

/**
 * Loaded into the bridge before its own code. The pipe on standard input ends when the demo is gone, also when it was
 * killed and could not say so; then the bridge stops as after a SIGTERM and is not left behind.
 */
process.stdin.on("end", () => process.kill(process.pid, "SIGTERM"));
process.stdin.on("error", () => undefined);
process.stdin.resume();
// The pipe alone must not keep a bridge alive that has finished.
if (process.stdin instanceof Socket) process.stdin.unref();
