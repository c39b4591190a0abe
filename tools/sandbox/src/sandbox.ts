import { Speaker } from "./console/speaker.ts";
import { onStopSignals } from "./console/stop-signals.ts";
import { RunningSandbox } from "./running-sandbox.ts";
import { readSandboxOptions } from "./sandbox-options.ts";

const speaker = new Speaker();
const options = readSandboxOptions(process.argv.slice(2));
if (options === null) process.exit(0);
if (typeof options === "string") {
  speaker.fault(options);
  process.exit(1);
}

const sandbox = new RunningSandbox(options, speaker);
onStopSignals(
  () => {
    void sandbox.stop().then(() => {
      speaker.line();
      speaker.done("Stopped.");
      process.exit(0);
    });
  },
  () => process.exit(130),
);

try {
  await sandbox.start();
} catch (error) {
  speaker.fault(error instanceof Error ? error.message : String(error));
  await sandbox.stop();
  process.exit(1);
}
