import { readDemoOptions } from "./demo-options.ts";
import { Demo } from "./running-demo.ts";
import { Speaker } from "./console/speaker.ts";
import { onStopSignals } from "./console/stop-signals.ts";

const speaker = new Speaker();
const options = readDemoOptions(process.argv.slice(2));
if (options === null) process.exit(0);
if (typeof options === "string") {
  speaker.fault(options);
  process.exit(1);
}

const demo = new Demo(options, speaker);
let isStopping = false;

const stop = async (exitCode: number) => {
  if (isStopping) return;
  isStopping = true;
  const isClean = await demo.stop();
  process.exit(isClean ? exitCode : 1);
};

onStopSignals(
  () => {
    speaker.line();
    speaker.line("Stopping … (Ctrl-C again to force it)");
    void stop(0);
  },
  () => {
    demo.kill();
    process.exit(130);
  },
);
process.on("exit", () => demo.kill());

try {
  await demo.start((reason) => {
    speaker.fault(reason);
    void stop(1);
  });
} catch (error) {
  if (!isStopping) {
    speaker.fault(error instanceof Error ? error.message : String(error));
    demo.sayLastWords();
  }
  await stop(1);
}
