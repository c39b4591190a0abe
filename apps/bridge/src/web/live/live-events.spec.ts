import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import type { ChangeMarks } from "@ticket-bridge/store";
import { createLog, systemClock } from "@ticket-bridge/assembly";
import express from "express";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { BridgeUnderTest } from "../../testing/bridge-under-test.ts";
import { Listener } from "../../testing/listener.ts";
import { signedIn, tokenFor } from "../../testing/people.ts";
import { rawCall } from "../../testing/raw-call.ts";
import { failures } from "../failures.ts";
import { LiveEvents, mostListeners } from "./live-events.ts";
import { agingTopics, toldTopics } from "./told-topics.ts";

const quiet: ChangeMarks = {
  ...{
    mirrors: "1",
    attention: "1",
    links: "1",
    creations: "1",
    audit: "1",
    backfills: "1",
    sides: "1",
    hooks: "1",
    acts: "1",
  },
};

describe("what is told", () => {
  it("is what looks different because of a change, everything at first and after a person's act", () => {
    expect(toldTopics(quiet, quiet)).toEqual([]);
    expect(toldTopics(quiet, { ...quiet, backfills: "2" })).toEqual(["backfills"]);
    expect(toldTopics(quiet, { ...quiet, mirrors: "2", backfills: "2" })).toEqual(
      expect.arrayContaining(["mirrors", "overview", "status", "links", "backfills"]),
    );
    expect(toldTopics(quiet, { ...quiet, hooks: "2" })).toEqual(["overview", "status"]);
    expect(toldTopics(quiet, { ...quiet, acts: "2" })).toEqual(toldTopics(null, quiet));
    expect(toldTopics(null, quiet)).toEqual(expect.arrayContaining([...Object.keys(quiet), "overview", "status"]));
  });

  it("is from time to time what grows old", () => {
    expect([1, 4, 5, 15].map(agingTopics)).toEqual([[], [], ["overview", "status"], ["overview", "status", "audit"]]);
  });
});

describe("live events", () => {
  let server: Server;
  let live: LiveEvents;
  let looks: number;
  /** How many wait for their next look. */
  let waiting: number;
  let marks: () => Promise<ChangeMarks>;
  let url: string;
  const listeners: Listener[] = [];
  const listen = () => {
    const listener = new Listener(url, {});
    listeners.push(listener);
    return listener;
  };

  beforeEach(async () => {
    looks = waiting = 0;
    marks = () => Promise.resolve(quiet);
    const log = createLog({ level: "silent" });
    const changeMarks = () => {
      looks += 1;
      return marks();
    };
    const sleep = async (milliseconds: number, signal?: AbortSignal) => {
      waiting += 1;
      await systemClock.sleep(milliseconds, signal).finally(() => (waiting -= 1));
    };
    live = new LiveEvents({ store: { changeMarks }, clock: { ...systemClock, sleep }, log });
    const app = express();
    app.get("/api/events", (_request, response) => live.listen(response, () => Promise.resolve(true)));
    app.use(failures(log));
    server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    for (const listener of listeners.splice(0)) listener.leave();
    await live.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("look at nothing while nobody listens, and once for all who do", async () => {
    expect(looks).toBe(0);
    const [one, two] = [listen(), listen()];
    expect(await Promise.all([one.status, two.status])).toEqual([200, 200]);
    await expect.poll(() => looks, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
    expect(one.text.startsWith(": listening\n\nevent: changed\n")).toBe(true);
    one.leave();
    two.leave();
    await expect.poll(() => live.listening, { timeout: 10_000 }).toBe(0);
    // The last one ends without a look; who waits for nothing looks at nothing.
    const then = looks;
    await expect.poll(() => waiting, { timeout: 10_000 }).toBe(0);
    expect(looks).toBe(then);
    const third = listen();
    await expect.poll(() => looks, { timeout: 10_000 }).toBeGreaterThan(then);
    await expect.poll(() => third.topics(), { timeout: 10_000 }).toContain("mirrors");
  });

  it("are told once for each time that a mark becomes another one", async () => {
    const one = listen();
    const times = () => one.text.split("\n").filter((line) => line.includes('"mirrors"')).length;
    await expect.poll(times).toBe(1);
    marks = () => Promise.resolve({ ...quiet, mirrors: "2" });
    await expect.poll(times, { timeout: 15_000 }).toBe(2);
    const then = looks;
    await expect.poll(() => looks, { timeout: 15_000 }).toBeGreaterThan(then + 1);
    expect(times()).toBe(2);
  });

  it("go on when the database was away, and tell what changed meanwhile", async () => {
    const one = listen();
    await expect.poll(() => one.topics(), { timeout: 10_000 }).toContain("mirrors");
    marks = () => Promise.reject(new Error("It is away."));
    const before = looks;
    await expect.poll(() => looks, { timeout: 10_000 }).toBeGreaterThan(before + 1);
    one.topics();
    marks = () => Promise.resolve({ ...quiet, backfills: "2" });
    await expect.poll(() => one.topics(), { timeout: 10_000 }).toContain("backfills");
  });

  it("are for so many at most, and a place is free again when one goes", async () => {
    const all = Array.from({ length: mostListeners }, listen);
    expect(new Set(await Promise.all(all.map(({ status }) => status)))).toEqual(new Set([200]));
    expect(await rawCall(`${url}/api/events`)).toMatchObject({ status: 503, headers: { "retry-after": "60" } });
    all[7]?.leave();
    await expect.poll(() => live.listening, { timeout: 10_000 }).toBe(mostListeners - 1);
    expect(await listen().status).toBe(200);
  });

  it("end at once when they are stopped", async () => {
    const one = listen();
    await one.status;
    await live.stop();
    await one.ended;
    expect(await rawCall(`${url}/api/events`)).toMatchObject({ status: 503 });
  });
});

describe("live events of a bridge", () => {
  let test: BridgeUnderTest;

  beforeAll(async () => {
    test = await BridgeUnderTest.start();
  });
  afterAll(() => test.stop());

  it("tell a message that crosses, to a viewer who signed in", async () => {
    const pair = await test.linkedPair();
    const { token } = await tokenFor(test, "viewer");
    const listener = new Listener(test.bridge.url, await signedIn(test, token));
    expect(await listener.status).toBe(200);
    await expect.poll(() => listener.topics(), { timeout: 10_000 }).toContain("backfills");
    // What grows old, told alone: a second in which nothing changed. What is told after it has a cause of its own.
    await expect.poll(() => listener.text, { timeout: 20_000 }).toContain('{"topics":["overview","status"]}');
    listener.topics();
    test.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "<b>Told</b>" });
    await expect.poll(() => listener.topics(), { timeout: 20_000 }).toContain("mirrors");
    expect(listener.text).not.toContain("Told");
    listener.leave();
  });

  it("tell a waiting message that the bridge leaves out by itself", async () => {
    const pair = await test.linkedPair();
    await test.call("PATCH", `/api/links/${pair.linkId}`, { body: { paused: true } });
    const { id } = test.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "Soon gone." });
    const states = async () => {
      const { body } = await test.call("GET", `/api/mirrors?linkId=${pair.linkId}`);
      return (body["items"] as { state: string }[]).map(({ state }) => state);
    };
    await expect.poll(states).toEqual(["pending"]);
    test.superoffice.control.deleteMessage(id);
    const before = await test.bridge.store.changeMarks();
    await test.call("PATCH", `/api/links/${pair.linkId}`, { body: { paused: false } });
    await expect.poll(states).toEqual(["skipped"]);
    const after = await test.bridge.store.changeMarks();
    expect(toldTopics({ ...after, mirrors: before.mirrors }, after)).toContain("mirrors");
  });

  it("end soon after a sign-out or a revocation, and nobody else's do", async () => {
    const { id, token } = await tokenFor(test, "viewer");
    const headers = await signedIn(test);
    const [leaving, revoked, byToken, staying] = [
      new Listener(test.bridge.url, headers),
      new Listener(test.bridge.url, await signedIn(test, token)),
      new Listener(test.bridge.url, { authorization: `Bearer ${token}` }),
      new Listener(test.bridge.url, await signedIn(test)),
    ];
    expect(await Promise.all([leaving, revoked, byToken, staying].map(({ status }) => status))).toEqual([
      200, 200, 200, 200,
    ]);
    await rawCall(`${test.bridge.url}/api/session`, { method: "DELETE", headers });
    await leaving.ended;
    await test.call("DELETE", `/api/tokens/${id}`);
    await Promise.all([revoked.ended, byToken.ended]);
    staying.topics();
    await expect.poll(() => staying.topics(), { timeout: 20_000 }).toContain("status");
    staying.leave();
  });

  it("are 401 without a token, and do not keep a bridge from stopping", async () => {
    expect(await new Listener(test.bridge.url, {}).status).toBe(401);
    const listener = new Listener(test.bridge.url, await signedIn(test));
    await listener.status;
    await test.stopBridge();
    await listener.ended;
    await test.startBridge();
  });
});
