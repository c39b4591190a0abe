import { describe, expect, it } from "vitest";

import type { CallFault, FaultMix } from "./fault-mix.ts";
import { settledMix } from "./fault-mix.ts";
import type { FaultTarget } from "./faults.ts";
import { MixedFaults } from "./mixed-faults.ts";
import { controlCall } from "./testing/control-call.ts";
import { requestor } from "./testing/requestor.ts";
import { superOffice } from "./testing/superoffice.ts";

const write: FaultTarget = { method: "POST", path: "/api/v1/TicketMessage", ticketId: 1, writes: true };
const read: FaultTarget = { method: "GET", path: "/api/v1/Ticket/1", ticketId: 1, writes: false };

function drawn(mix: FaultMix, targets: FaultTarget[]): unknown[] {
  const faults = new MixedFaults(settledMix(mix));
  return targets.map((target) => [faults.call(target), faults.lateVisibleMs(), faults.webhook()]);
}

const calls = Array.from({ length: 400 }, (_, at) => (at % 3 === 0 ? write : read));

describe("a mix of faults", () => {
  it("is the same for the same seed and the same calls, and another for another seed", () => {
    const first = drawn({ seed: 7 }, calls);
    expect(drawn({ seed: 7 }, calls)).toEqual(first);
    expect(drawn({ seed: 8 }, calls)).not.toEqual(first);
  });

  it("throws at writes the same faults however many reads come between", () => {
    const strikes = (between: number) => {
      const faults = new MixedFaults(settledMix({ seed: 3, outages: {}, intensity: 4 }));
      return Array.from({ length: 100 }, () => {
        for (let left = between; left > 0; left -= 1) faults.call(read);
        return faults.call(write).specs;
      });
    };
    expect(strikes(5)).toEqual(strikes(0));
  });

  it("throws every kind about as often as its chance says", () => {
    const faults = new MixedFaults(settledMix({ seed: 11 }));
    const counts: Record<string, number> = {};
    for (let at = 0; at < 20_000; at += 1) {
      for (const { kind } of faults.call(write).specs) counts[kind] = (counts[kind] ?? 0) + 1;
    }
    expect(counts["reset-after-commit"]).toBeGreaterThan(600);
    expect(counts["reset-after-commit"]).toBeLessThan(1000);
    const wanted = ["latency", "reset-before-commit", "reset-after-commit", "timeout-before-commit"];
    const also = ["timeout-after-commit", "late-commit", "status", "html-instead-of-json", "unauthorized"];
    expect(Object.keys(counts).sort()).toEqual([...wanted, ...also].sort());
  });

  it("throws only what is named when its intensity is 0", () => {
    const faults = new MixedFaults(settledMix({ seed: 1, intensity: 0, writes: { "late-commit": 1 } }));
    expect(faults.call(read)).toEqual({ specs: [], outage: null, clockSkewMs: null });
    expect(faults.call(write).specs).toMatchObject([{ kind: "late-commit", reset: true }]);
    expect([faults.lateVisibleMs(), faults.webhook()]).toEqual([null, null]);
  });

  it.each([
    ["a seed that is none", { seed: 0.5 }],
    ["an unknown kind", { seed: 1, reads: { earthquake: 0.1 } }],
    ["a chance past 1", { seed: 1, writes: { "late-commit": 2 } }],
    ["a chance that is no number", { seed: 1, lateVisible: "often" }],
    ["a span turned round", { seed: 1, spans: { latency: [9, 1] } }],
    ["an unknown span", { seed: 1, spans: { patience: [1, 9] } }],
    ["an intensity below 0", { seed: 1, intensity: -1 }],
  ])("refuses %s", (_, mix) => {
    expect(() => settledMix(mix as unknown as FaultMix)).toThrow(TypeError);
  });
});

describe("a mix let loose on a simulator", () => {
  const one = (fault: CallFault, seed = 1): FaultMix => ({ seed, intensity: 0, writes: { [fault]: 1 } });

  it("strikes calls over real sockets, counts them by class, and is calmed at once", async () => {
    const { control, post } = await requestor();
    const { id } = control.createTicket();
    const send = () => post("/Tickets/NewMessage", { TicketId: id, Message: "x" });
    control.unleash(one("reset-after-commit"));
    await expect(send()).rejects.toThrow("fetch failed");
    control.unleash({ seed: 1, intensity: 0, writes: { "too-many-requests": 1 } });
    expect((await send()).headers.get("retry-after")).toBe("1");
    await control.calm();
    expect((await send()).status).toBe(200);
    expect(control.messages(id)).toHaveLength(2);
    expect(control.faultCounts()).toEqual({
      total: 2,
      reads: {},
      writes: { "reset-after-commit": 1, "status-429": 1 },
      others: {},
    });
  });

  it("lets late commits land that were under way when it was calmed", async () => {
    const { control, call } = await superOffice();
    const { id } = control.createTicket();
    control.unleash({ ...one("late-commit"), spans: { lateCommit: [80, 80] } });
    const posted = call("POST", "/TicketMessage", { Ticket: { TicketId: id }, Body: "x" });
    await expect(posted).rejects.toThrow("fetch failed");
    await control.calm();
    expect(control.messages(id)).toEqual([]);
    await expect.poll(() => control.pending().lateCommits).toBe(1);
    await control.waitFor((c) => c.messages(id).length === 1);
    expect(control.pending()).toEqual({ lateCommits: 0, lateMessages: 0, heldCalls: 0, webhooks: 0 });
  });

  it("cuts a call that it left without an answer after the span, or when it is calmed", async () => {
    const { control, call } = await superOffice();
    const { id } = control.createTicket();
    const post = () => call("POST", "/TicketMessage", { Ticket: { TicketId: id }, Body: "x" });
    control.unleash({ ...one("timeout-after-commit"), spans: { timeout: [30, 30] } });
    await expect(post()).rejects.toThrow("fetch failed");
    control.unleash({ ...one("timeout-after-commit"), spans: { timeout: [60_000, 60_000] } });
    const held = post();
    await control.waitFor((c) => c.messages(id).length === 2);
    await control.calm();
    await expect(held).rejects.toThrow("fetch failed");
  });

  it("takes the whole helpdesk down for a while", async () => {
    const { control, get } = await requestor();
    const { id } = control.createTicket();
    const status = () => get(`/Tickets/GetTicket/${id}`).then((reply) => reply.status);
    control.unleash({ seed: 1, intensity: 0, outages: { offline: 1 }, spans: { outage: [60_000, 60_000] } });
    expect([await status(), await status()]).toEqual([200, 503]);
    await control.calm();
    expect(await status()).toBe(200);
    control.unleash({ seed: 1, intensity: 0, outages: { refused: 1 }, spans: { outage: [30, 30] } });
    await status().catch(() => 0);
    await expect(status()).rejects.toThrow("fetch failed");
    await control.calm();
    expect(await status()).toBe(200);
    expect(control.faultCounts().others).toEqual({ "outage-offline": 1, "outage-refused": 1 });
  });

  it("sets the clock wrong and right again", async () => {
    const { control, call } = await superOffice({ clockSkewMs: 5000 });
    const { id } = control.createTicket();
    const skew = () => Date.parse(control.addMessage(id, { text: "x" }).createdAt) - Date.now();
    control.unleash({ seed: 1, intensity: 0, clockStep: 1, spans: { clockSkew: [-90_000, -80_000] } });
    await call("GET", `/Ticket/${id}`);
    expect(skew()).toBeLessThan(-79_000);
    await control.calm();
    expect(skew()).toBeGreaterThan(4000);
    expect(control.faultCounts().others).toEqual({ "clock-step": 1 });
  });

  it("makes people's messages visible late and out of order", async () => {
    for (const { control } of [await superOffice(), await requestor()]) {
      const { id } = control.createTicket();
      control.unleash({ seed: 1, intensity: 0, lateVisible: 1, spans: { lateVisible: [60, 60] } });
      const late = control.addMessage(id, { text: "late" });
      await control.calm();
      const next = control.addMessage(id, { text: "next" });
      expect(next.id).toBe(late.id + 1);
      expect(control.messages(id).map((message) => message.id)).toEqual([next.id]);
      expect(control.pending().lateMessages).toBe(1);
      await control.waitFor((c) => c.messages(id).length === 2);
      expect(control.messages(id)[0]).toEqual(late);
      expect(control.ledger().map((entry) => entry.id)).toEqual([next.id, late.id]);
      expect(control.faultCounts().others).toEqual({ "late-visible": 1 });
    }
  });

  it("does so by hand as well, and drops what was written in a ticket that is gone", async () => {
    for (const { control } of [await superOffice(), await requestor()]) {
      const { id } = control.createTicket();
      control.addMessage(id, { text: "late", visibleAfterMs: 20 });
      expect(control.messages(id)).toEqual([]);
      await control.waitFor((c) => c.messages(id).length === 1);
      control.addMessage(id, { text: "lost", visibleAfterMs: 20 });
      control.removeTicket(id);
      await expect.poll(() => control.pending().lateMessages).toBe(0);
      expect(control.ledger()).toHaveLength(1);
    }
  });

  it("is unleashed, watched and calmed over HTTP", async () => {
    const { control, controlUrl, url, post } = await requestor();
    const { id } = control.createTicket();
    expect((await controlCall(url, "POST", "/unleash", one("server-error"))).status).toBe(204);
    expect((await post("/Tickets/NewMessage", { TicketId: id, Message: "x" })).status).toBeGreaterThanOrEqual(500);
    expect((await controlCall(controlUrl, "GET", "/fault-counts")).json).toMatchObject({ total: 1, reads: {} });
    expect((await controlCall(controlUrl, "GET", "/pending")).json).toMatchObject({ lateCommits: 0 });
    expect((await controlCall(controlUrl, "POST", "/calm")).status).toBe(204);
    expect((await post("/Tickets/NewMessage", { TicketId: id, Message: "x" })).status).toBe(200);
    expect(await controlCall(url, "POST", "/unleash", { seed: "x" })).toMatchObject({ status: 400 });
  });
});
