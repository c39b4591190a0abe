import { printEnvExample, readConfig, readEnvFile, StartError, version } from "@ticket-bridge/assembly";
import { start, type RunningBridge } from "./start.ts";

const help = `ticket-bridge ${version}: keeps tickets in SuperOffice Service and Requestor telling the same story.

Usage: npm start                   run the bridge until Ctrl-C or SIGTERM
       npm start -- --version      print the version
       npm start -- --env-example  print .env.example
       npm start -- --help         print this

All settings come from the environment; .env.example lists them. A file .env in the working directory is read too, and
the environment goes before it.
`;

/** Forced end after this long, whatever is still open. */
const stopWithinMs = 9_500;

/** The program: arguments, environment, signals, exit code. */
export async function run(args: readonly string[]): Promise<void> {
  if (args.includes("--help") || args.includes("-h")) return void process.stdout.write(help);
  if (args.includes("--version")) return void process.stdout.write(`${version}\n`);
  if (args.includes("--env-example")) return void process.stdout.write(printEnvExample());
  if (args[0] !== undefined) {
    return fail([`There is no option ${args[0]}; --help tells what there is.`]);
  }
  // Whatever is written holds customers' notes or secrets, and the embedded database asks for modes open to everybody.
  process.umask(0o077);
  let starting: Promise<RunningBridge>;
  try {
    readEnvFile();
    const { config, warnings } = readConfig(process.env);
    starting = start(config, { warnings });
  } catch (error) {
    return failWith(error);
  }
  stopOnSignals(starting);
  try {
    tellToken(await starting);
  } catch (error) {
    failWith(error);
  }
}

function tellToken({ adminToken, adminTokenFile }: RunningBridge): void {
  if (adminTokenFile === null) return;
  // On standard error: standard output is the log, which is kept.
  if (adminToken === null) return void process.stderr.write(`The admin token is in ${adminTokenFile}.\n`);
  process.stderr.write(`The admin token, shown this once and kept in ${adminTokenFile}: ${adminToken}\n`);
}

/** Ctrl-C under npm arrives twice, from the terminal and from npm: within this time it is one. */
const sameKeyMs = 500;

/** The first signal finishes what is in flight, the second one leaves at once. */
function stopOnSignals(starting: Promise<RunningBridge>): void {
  let askedAt: number | null = null;
  const onSignal = (signal: NodeJS.Signals) => {
    const now = performance.now();
    if (askedAt !== null) {
      if (now - askedAt > sameKeyMs) process.exit(signal === "SIGINT" ? 130 : 143);
      return;
    }
    askedAt = now;
    setTimeout(() => process.exit(0), stopWithinMs).unref();
    starting.then(
      (bridge) => bridge.stop().finally(() => process.exit(0)),
      // The start itself says why it failed.
      () => undefined,
    );
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}

function failWith(error: unknown): void {
  if (error instanceof StartError) return fail(error.sentences);
  fail([`The bridge could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`]);
}

function fail(sentences: readonly string[]): void {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
  // Something that was opened and could not be closed must not keep a failed start alive.
  process.exit(1);
}
