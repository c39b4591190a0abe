import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  startRequestorSimulator,
  startSuperOfficeSimulator,
  type RequestorSimulator,
  type SuperOfficeSimulator,
} from "@ticket-bridge/simulators";
import { putEmptyDatabase } from "@ticket-bridge/store/shared-databases";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { BridgeProcess, patienceMs } from "./testing/bridge-process.ts";
import { builtApp } from "./testing/programs.ts";
import { version } from "@ticket-bridge/assembly";

const adminToken = "an-admin-token-for-tests";
let superoffice: SuperOfficeSimulator;
let requestor: RequestorSimulator;
let cwd: string;
let started: BridgeProcess[];

beforeAll(async () => {
  [superoffice, requestor] = await Promise.all([startSuperOfficeSimulator(), startRequestorSimulator()]);
});
afterAll(() => Promise.all([superoffice.stop(), requestor.stop()]));
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "ticket-bridge-main-"));
  started = [];
  requestor.control.faults.clear();
});
afterEach(async () => {
  for (const each of started) {
    each.kill("SIGKILL");
    await each.ended;
  }
  await rm(cwd, { recursive: true, force: true });
});

function run(env: Record<string, string>, options: { args?: readonly string[]; main?: string } = {}): BridgeProcess {
  const bridge = new BridgeProcess(env, { cwd, ...options });
  started.push(bridge);
  return bridge;
}

/** For what comes after a first start. */
const startedBefore = () => putEmptyDatabase(join(cwd, "data"));

function settings(extra: Record<string, string> = {}): Record<string, string> {
  return {
    SUPEROFFICE_URL: superoffice.url,
    SUPEROFFICE_USERNAME: "bridge",
    SUPEROFFICE_PASSWORD: "bridge-password",
    SUPEROFFICE_POLL_SECONDS: "1",
    SUPEROFFICE_MAX_RPS: "100",
    REQUESTOR_URL: requestor.url,
    REQUESTOR_USERNAME: "bridge",
    REQUESTOR_PASSWORD: "bridge-password",
    REQUESTOR_POLL_SECONDS: "1",
    REQUESTOR_MAX_RPS: "100",
    SETTLE_SECONDS: "2",
    PORT: "0",
    ADMIN_TOKEN: adminToken,
    ...extra,
  };
}

async function link(url: string) {
  const ids = {
    superofficeTicketId: superoffice.control.createTicket().id,
    requestorTicketId: requestor.control.createTicket().id,
  };
  const headers = { authorization: `Bearer ${adminToken}`, "content-type": "application/json" };
  const answer = await fetch(`${url}/api/links`, { method: "POST", headers, body: JSON.stringify(ids) });
  expect(answer.status).toBe(201);
  return ids;
}

describe("the program without its settings", () => {
  it("says one sentence for each that is missing or wrong, and ends with 1", async () => {
    const bridge = run({ PORT: "many", HOST: "0.0.0.0" });
    expect(await bridge.ended).toEqual({ code: 1, signal: null });
    expect(bridge.stdout).toBe("");
    const lines = bridge.stderr.trimEnd().split("\n");
    expect(lines.map((line) => line.split(" ")[0])).toEqual([
      "SUPEROFFICE_URL",
      "REQUESTOR_URL",
      "REQUESTOR_USERNAME",
      "REQUESTOR_PASSWORD",
      "PORT",
      "SUPEROFFICE_USERNAME",
      "SUPEROFFICE_PASSWORD",
      "ADMIN_TOKEN",
    ]);
  });

  it("says its version and help, and what it does not understand", async () => {
    const [told, helped, lost] = [["--version"], ["--help"], ["--verbose"]].map((args) => run({}, { args }));
    expect([await told?.ended, await helped?.ended, await lost?.ended].map((end) => end?.code)).toEqual([0, 0, 1]);
    expect(told?.stdout).toBe(`${version}\n`);
    expect(helped?.stdout).toMatch(/Usage: npm start/);
    expect(lost?.stderr).toMatch(/^There is no option --verbose/);
    const manifest = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as object;
    expect(manifest).toMatchObject({ version });
  });

  it("reads them from .env in the working directory, after the environment", async () => {
    await startedBefore();
    const { SUPEROFFICE_URL, ...rest } = settings();
    await writeFile(join(cwd, ".env"), `SUPEROFFICE_URL=${SUPEROFFICE_URL ?? ""}\nREQUESTOR_URL=nonsense\n`);
    const bridge = run(rest);
    expect(await bridge.url()).toMatch(/^http:/);
  });

  it("says in a sentence that .env cannot be read", async () => {
    await mkdir(join(cwd, ".env"));
    const bridge = run(settings());
    expect((await bridge.ended).code).toBe(1);
    expect(bridge.stderr).toMatch(/^\.env in .* cannot be read; [^\n]*\n$/);
  });
});

describe("the program", () => {
  it("shows the admin token once, never in the log, and serves who has it", async () => {
    const bridge = run(settings({ ADMIN_TOKEN: "" }));
    const url = await bridge.url();
    const token = await vi.waitFor(() => {
      const shown = /^The admin token, .*: (\S+)$/m.exec(bridge.stderr)?.[1];
      expect(shown).toBeDefined();
      return shown ?? "";
    }, patienceMs);
    expect(bridge.stdout).not.toContain(token);
    expect((await fetch(`${url}/api/status`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    bridge.kill("SIGTERM");
    await bridge.ended;
    const second = run(settings({ ADMIN_TOKEN: "" }));
    const again = await fetch(`${await second.url()}/api/status`, { headers: { authorization: `Bearer ${token}` } });
    expect(again.status).toBe(200);
    await vi.waitFor(
      () => expect(second.stderr).toBe(`The admin token is in ${join("data", "admin-token")}.\n`),
      patienceMs,
    );
  });

  it("names the admin token's file after a start that failed before the token could be shown", async () => {
    const busy = createServer().listen(0, "127.0.0.1");
    await once(busy, "listening");
    const { port } = busy.address() as AddressInfo;
    const failed = run(settings({ ADMIN_TOKEN: "", PORT: String(port) }));
    expect((await failed.ended).code).toBe(1);
    await new Promise((resolve) => busy.close(resolve));
    const second = run(settings({ ADMIN_TOKEN: "" }));
    await second.url();
    await vi.waitFor(() => expect(second.stderr).toMatch(/^The admin token is in .*admin-token\.\n$/), patienceMs);
  });

  it("leaves nothing that other users of the machine can open, also in a folder that is open to them", async () => {
    const dataDir = join(cwd, "open");
    await mkdir(dataDir);
    await chmod(dataDir, 0o755);
    await run(settings({ ADMIN_TOKEN: "", DATA_DIR: dataDir })).url();
    const names = await readdir(dataDir);
    expect(names).toContain("db");
    const open = await Promise.all(
      names.map(async (name) => ((await stat(join(dataDir, name))).mode & 0o077 ? [name] : [])),
    );
    expect(open.flat()).toEqual([]);
  });

  it.each(["SIGTERM", "SIGINT"] as const)(
    "finishes what is in flight after %s and ends with 0 in time",
    async (signal) => {
      await startedBefore();
      const bridge = run(settings());
      const pair = await link(await bridge.url());
      requestor.control.faults.add({ kind: "latency", ms: 2_000, match: { method: "POST" } });
      superoffice.control.addMessage(pair.superofficeTicketId, { from: 5, text: "In flight" });
      await vi.waitFor(() => expect(requestor.control.faults.list()).toEqual([]), { timeout: patienceMs });
      const begun = performance.now();
      bridge.kill(signal);
      expect(await bridge.ended).toEqual({ code: 0, signal: null });
      expect(performance.now() - begun).toBeLessThan(10_000);
      expect(bridge.stdout).toContain("The bridge has stopped.");
      // It waited for the answer and stored it: the next start has nothing to clear up.
      const next = run(settings());
      const headers = { authorization: `Bearer ${adminToken}` };
      const answer = await fetch(`${await next.url()}/api/status`, { headers });
      expect(await answer.json()).toMatchObject({ counts: { mirrored: 1, sending: 0, uncertain: 0 } });
      expect(requestor.control.messages(pair.requestorTicketId)).toHaveLength(1);
    },
    60_000,
  );

  it("ends with 0 within 10 s when a helpdesk does not answer at all, and the message arrives once after all", async () => {
    await startedBefore();
    const bridge = run(settings());
    const pair = await link(await bridge.url());
    requestor.control.faults.add({ kind: "timeout-after-commit", match: { method: "POST" } });
    superoffice.control.addMessage(pair.superofficeTicketId, { from: 5, text: "No answer" });
    await requestor.control.waitFor((control) => control.messages(pair.requestorTicketId).length === 1, {
      timeoutMs: patienceMs,
    });
    const begun = performance.now();
    bridge.kill("SIGTERM");
    expect(await bridge.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - begun).toBeLessThan(10_000);
    const next = run(settings());
    const headers = { authorization: `Bearer ${adminToken}` };
    const url = await next.url();
    await vi.waitFor(
      async () => {
        const answer = await fetch(`${url}/api/status`, { headers });
        expect(await answer.json()).toMatchObject({ counts: { mirrored: 1 } });
      },
      { timeout: patienceMs, interval: 100 },
    );
    expect(requestor.control.messages(pair.requestorTicketId)).toHaveLength(1);
  });

  it("leaves at once at the second Ctrl-C, but not when one press arrives twice", async () => {
    await startedBefore();
    const bridge = run(settings());
    const pair = await link(await bridge.url());
    requestor.control.faults.add({ kind: "timeout-after-commit", match: { method: "POST" } });
    superoffice.control.addMessage(pair.superofficeTicketId, { from: 5, text: "Impatient" });
    await requestor.control.waitFor((control) => control.messages(pair.requestorTicketId).length === 1, {
      timeoutMs: patienceMs,
    });
    bridge.kill("SIGINT");
    bridge.kill("SIGINT");
    const first = await Promise.race([bridge.ended, new Promise((resolve) => setTimeout(resolve, 1_000, "runs"))]);
    expect(first).toBe("runs");
    const begun = performance.now();
    bridge.kill("SIGINT");
    expect(await bridge.ended).toEqual({ code: 130, signal: null });
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it("goes on after kill -9 where it was", async () => {
    await startedBefore();
    const bridge = run(settings());
    const pair = await link(await bridge.url());
    superoffice.control.addMessage(pair.superofficeTicketId, { from: 5, text: "one" });
    await requestor.control.waitFor((control) => control.messages(pair.requestorTicketId).length === 1, {
      timeoutMs: patienceMs,
    });
    bridge.kill("SIGKILL");
    await bridge.ended;
    superoffice.control.addMessage(pair.superofficeTicketId, { from: 5, text: "two" });
    run(settings());
    await requestor.control.waitFor((control) => control.messages(pair.requestorTicketId).length === 2, {
      timeoutMs: patienceMs,
    });
  });

  it("says in one sentence that its folder, its port or its helpdesk is not what it was", async () => {
    await startedBefore();
    const first = run(settings());
    const port = new URL(await first.url()).port;
    const sameFolder = run(settings());
    expect((await sameFolder.ended).code).toBe(1);
    expect(sameFolder.stderr).toMatch(/^The data folder .* is in use by .*\n$/);
    const samePort = run(settings({ PORT: port, DATA_DIR: join(cwd, "other") }));
    expect((await samePort.ended).code).toBe(1);
    expect(samePort.stderr).toMatch(/^PORT \d+ on 127\.0\.0\.1 is in use by another program;.*\n$/);
    first.kill("SIGTERM");
    await first.ended;
    const moved = run(settings({ REQUESTOR_URL: "http://127.0.0.1:9" }));
    expect((await moved.ended).code).toBe(1);
    expect(moved.stderr).toMatch(/^REQUESTOR_URL is .*, but this bridge was first started with .*\n$/);
  });
});

describe("the bundle", () => {
  it("starts with less than 10 s of the processor, passes on a signal, and ends with 0", async () => {
    const stamped = await readFile(`${builtApp("bridge")}stamp.json`, "utf8");
    const stamp = JSON.parse(stamped) as Record<string, string>;
    const source = await readFile(new URL("run.ts", import.meta.url));
    expect(stamp["apps/bridge/src/run.ts"]).toBe(createHash("sha256").update(source).digest("hex"));
    expect(Object.keys(stamp)).toContain("prisma/migrations/");
    const bridge = run(settings());
    const url = await bridge.url();
    // Of the processor's time, its children's too: beside other tests a start takes what they leave of the clock's.
    expect(await processorSeconds(bridge.child.pid)).toBeLessThan(10);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    await link(url);
    bridge.kill("SIGTERM");
    expect(await bridge.ended).toEqual({ code: 0, signal: null });
  });
});

/** What a process and its ended children have used so far, in user and system mode (proc_pid_stat(5), 100 ticks a second). */
async function processorSeconds(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, "utf8");
  const [utime, stime, cutime, cstime] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 15)
    .map(Number);
  return ((utime ?? 0) + (stime ?? 0) + (cutime ?? 0) + (cstime ?? 0)) / 100;
}
