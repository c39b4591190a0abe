import { CallPoints } from "./call-points.ts";
import { countEmbedded } from "./count-embedded.ts";
import { countSockets } from "./count-sockets.ts";
import { settingsVariable, type CounterSettings, type KillPlan } from "./kill-plan.ts";

/*
 * Loaded into the built bridge before its own code (`node --import`). It changes nothing that the bridge does; it counts
 * its calls and ends the process in the middle of one.
 */
const settings = JSON.parse(process.env[settingsVariable] ?? "") as CounterSettings;
const points = new CallPoints(settings);
countSockets(points, settings.ports);
if (settings.ports.database === null) await countEmbedded(points);

process.on("message", (plan: KillPlan) => points.arm(plan));
// Without the tool that started it nobody would ever end it.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.channel?.unref();
