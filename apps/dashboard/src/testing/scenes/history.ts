import { expect, it } from "vitest";

import { newPair, type Stage } from "../stage.ts";

/** So many at this pace take half a minute: whatever else the machine does, the run is stopped on its way. */
const told = 20;
const slowlyMs = 1_500;

export function historyScenes(stage: () => Stage): void {
  it("a backfill is planned, discarded, planned anew, started, stopped on its way, gone on with and told", async () => {
    const { bridge, administrator: visitor } = stage();
    const { page } = visitor;
    const pair = newPair(stage(), { title: "A long story", takesInternal: false });
    bridge.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "For us alone.", slevel: "Internal" });
    for (let nth = 2; nth <= told; nth += 1) {
      bridge.superoffice.control.addMessage(pair.superoffice, { text: `Chapter ${nth}.` });
    }
    const plan = async () => {
      await page.getByRole("button", { name: "Plan a backfill" }).click();
      const form = page.getByRole("dialog", { name: "Plan a backfill" });
      await form.getByLabel("Pairs of tickets").fill(`${pair.superoffice} ${pair.requestor}`);
      await form.getByRole("button", { name: "Make the plan" }).click();
      return form;
    };
    await visitor.view("/backfill", "Backfill");
    const refused = await plan();
    await refused.getByText(/is not finished: go on with that one first, or discard it/).waitFor();
    await refused.getByRole("button", { name: "Cancel" }).click();
    await visitor.row("Backfills", "Planned").getByRole("link").click();
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByText("No backfill yet").waitFor();

    const fault = { kind: "latency", ms: slowlyMs, times: "always" } as const;
    const slow = bridge.requestor.control.faults.add({
      ...{ ...fault, match: { method: "POST", ticketId: pair.requestor } },
    });
    await plan();
    const main = page.getByRole("main");
    await main.getByText("Planned", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Start…" }).click();
    await visitor.confirm("Start this backfill?", "Start");
    const progress = page.getByRole("region", { name: "Progress" });
    await progress.getByText(/^About .* left/).waitFor();
    expect(await visitor.accessibilityFindings()).toEqual([]);
    await bridge.call("POST", "/api/sides/requestor/pause");
    await progress.getByText(/^Requestor is paused/).waitFor();
    expect(await visitor.accessibilityFindings()).toEqual([]);
    await bridge.call("POST", "/api/sides/requestor/resume");
    await progress.getByText(/^Requestor is paused/).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Stop" }).click();
    await main.getByText("Stopped", { exact: true }).waitFor();
    const standing = () => bridge.requestor.control.messages(pair.requestor).length;
    expect(standing()).toBeLessThan(told);
    const written = visitor.row("Result by side", "Written").getByRole("cell").last();
    const isTold = async () => standing() > 0 && Number(await written.innerText()) === standing();
    await expect.poll(isTold, { timeout: 15_000, message: "what stands there is told as written" }).toBe(true);
    await progress.getByText(/^0 of 1 ticket, [1-9]\d* of 19 messages\./).waitFor();
    bridge.requestor.control.faults.clear(slow);
    await page.getByRole("button", { name: "Go on" }).click();
    await main.getByText("Finished", { exact: true }).waitFor();
    expect(bridge.requestor.control.messages(pair.requestor)).toHaveLength(told - 1);
    const line = visitor.row("Report", "cannot hold internal messages");
    await line.getByRole("link", { name: String(pair.requestor), exact: true }).waitFor();
    await line.getByRole("link", { name: String(pair.superoffice), exact: true }).waitFor();
    await line.getByRole("link").last().click();
    await visitor.heading.getByText(/^Message \d/).waitFor();
  });

  it("a backfill that is stopped while it is planned says so, is gone on with, stopped anew and discarded", async () => {
    const { bridge, administrator: visitor } = stage();
    const { page } = visitor;
    const pair = newPair(stage(), { title: "Slow to read" });
    bridge.superoffice.control.addMessage(pair.superoffice, { text: "Once upon a time." });
    const slow = bridge.requestor.control.faults.add({
      ...{ kind: "latency", ms: 5_000, times: "always", match: { method: "GET", ticketId: pair.requestor } },
    });
    await visitor.view("/backfill", "Backfill");
    await page.getByRole("button", { name: "Plan a backfill" }).click();
    const form = page.getByRole("dialog", { name: "Plan a backfill" });
    await form.getByLabel("Pairs of tickets").fill(`${pair.superoffice} ${pair.requestor}`);
    await form.getByRole("button", { name: "Make the plan" }).click();
    const main = page.getByRole("main");
    const stopIt = async () => {
      await main.getByText("Reading both sides").waitFor();
      await page.getByRole("button", { name: "Stop" }).click();
      await main.getByText("Stopped", { exact: true }).waitFor();
      await main.getByText("It was told to stop before its list was made. Nothing was written.").waitFor();
      expect(await main.locator(".mantine-Skeleton-root").count()).toBe(0);
      expect(await page.getByRole("button", { name: "Stop" }).count()).toBe(0);
    };
    await stopIt();
    expect(await visitor.findingsInBothThemes()).toEqual([]);
    expect(await visitor.overflowOnPhone()).toBe(0);
    await page.getByRole("button", { name: "Go on" }).click();
    await stopIt();
    bridge.requestor.control.faults.clear(slow);
    await page.getByRole("button", { name: "Go on" }).click();
    // Its list only: nothing is written that nobody has seen.
    await main.getByText("Planned", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Start…" }).waitFor();
    expect(await page.getByRole("region", { name: "Result" }).count()).toBe(0);
    expect(bridge.requestor.control.messages(pair.requestor)).toHaveLength(0);
    await page.getByRole("button", { name: "Discard" }).click();
    await visitor.row("Backfills", "Finished").first().waitFor();
    expect(await visitor.row("Backfills", /Planned|Stopped/).count()).toBe(0);
  });

  it("an edit that was written into the mirror is told as that, where it has no message of its own", async () => {
    const { bridge, administrator: visitor } = stage();
    const { page } = visitor;
    const pair = newPair(stage(), { title: "Said otherwise" });
    const linkId = await pair.link();
    const message = bridge.requestor.control.addMessage(pair.requestor, { from: "kim", text: "Tomorrow." });
    await bridge.superoffice.control.waitFor(() => bridge.superoffice.control.messages(pair.superoffice)[0]);
    await bridge.linkIsDone(linkId);
    bridge.requestor.control.editMessage(message.id, { text: "The day after." });
    await visitor.view(`/tickets/${linkId}`, /^Tickets \d/);
    const conversation = page.getByRole("list", { name: "Both conversations" });
    const edit = conversation.getByRole("listitem").filter({ hasText: `Edit of message ${message.id}` });
    await edit.getByText("Changed in its place").waitFor();
    await edit.getByText(/no message was added/).waitFor();
    await edit.getByRole("link").click();
    await page.getByText("None of its own: the message’s mirror was changed in its place").waitFor();
  });

  it("what the audit finds stands in its class, at once when a person asks", async () => {
    const { bridge, administrator: visitor } = stage();
    const { page } = visitor;
    const pair = newPair(stage(), { title: "Changed by hand" });
    const linkId = await pair.link();
    bridge.superoffice.control.addMessage(pair.superoffice, { text: "As it was." });
    const mirror = await bridge.requestor.control.waitFor(() => bridge.requestor.control.messages(pair.requestor)[0]);
    await bridge.linkIsDone(linkId);
    bridge.requestor.control.editMessage(mirror.id, { text: "As somebody made it." });
    await visitor.view("/audit", "Audit");
    const name = `Compare now: tickets ${pair.superoffice} and ${pair.requestor}`;
    await page.getByRole("button", { name }).click();
    const row = visitor.row("Audit of each link", new RegExp(`\\b${pair.superoffice}\\b`));
    await row.getByText("Differs:").waitFor();
    const totals = page.getByRole("region", { name: "All tickets together" });
    for (const word of ["Same", "Only at the source", "Only at the target", "Differs", "Not comparable"]) {
      await totals.getByText(word, { exact: true }).waitFor();
    }
  });
}
