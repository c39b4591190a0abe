import type { Page, Request } from "playwright-core";
import { expect, it } from "vitest";

import { newPair, type Stage } from "../stage.ts";
import { Visitor } from "../visitor.ts";

const isListening = (request: Request) => new URL(request.url()).pathname === "/api/events";

/**
 * Headless Chromium takes every page for a visible one, also behind another, so the page is told what a browser tells a
 * hidden one.
 */
async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    Object.defineProperty(document, "visibilityState", {
      configurable: true,
      get: () => (hidden ? "hidden" : "visible"),
    });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, isHidden);
}

/** Somebody whose page's clock a test can put forward, so that what is done every few seconds is not waited for. */
async function withClock({ browser, bridge }: Stage, token: string): Promise<Visitor> {
  const visitor = await Visitor.come(browser, bridge.url);
  await visitor.page.clock.install();
  await visitor.signIn(token);
  return visitor;
}

export function hearingScenes(stage: () => Stage): void {
  it("a hidden page asks for nothing while another is told what happens, and shows it once it is seen again", async () => {
    const { bridge, administrator } = stage();
    const pair = newPair(stage(), { title: "Behind another page" });
    const linkId = await pair.link();
    bridge.superoffice.control.addMessage(pair.superoffice, { text: "Seen by both." });
    await bridge.linkIsDone(linkId);
    const hidden = await withClock(stage(), bridge.token);
    const { page } = hidden;
    // The view that asks for more by itself than it is told of.
    await hidden.view(`/tickets/${linkId}`, /^Tickets \d/);
    await page.getByText("Live", { exact: true }).waitFor();
    const entries = page.getByRole("list", { name: "Both conversations" }).getByRole("listitem");
    await entries.first().waitFor();
    const known = await entries.count();
    await administrator.view(`/messages?linkId=${linkId}`, "Messages");
    const rows = administrator.page.getByRole("table", { name: "Messages" }).getByRole("row");

    const left = page.waitForEvent("requestfailed", isListening);
    await setHidden(page, true);
    await left;
    const asked: Request[] = [];
    page.on("request", (request) => asked.push(request));
    for (const text of ["The first.", "The second."]) {
      const before = await rows.count();
      bridge.superoffice.control.addMessage(pair.superoffice, { text });
      await rows.nth(before).waitFor();
    }
    await page.clock.runFor(60_000);
    expect(asked.map((request) => request.url())).toEqual([]);

    await setHidden(page, false);
    await entries.nth(known + 1).waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    expect(asked.filter((request) => request.isNavigationRequest())).toEqual([]);
    await hidden.leave();
  });

  it("a page that cannot hear the bridge asks it, hears it again as soon as it can, and ends with its token", async () => {
    const { bridge } = stage();
    const { id, token } = await bridge.call<{ id: string; token: string }>("POST", "/api/tokens", {
      ...{ name: "Paula", role: "viewer" },
    });
    const pair = newPair(stage(), { title: "Too many listen" });
    const linkId = await pair.link();
    const write = async (text: string, count: number) => {
      bridge.superoffice.control.addMessage(pair.superoffice, { text });
      await bridge.linkIsDone(linkId, count);
    };
    await write("Before.", 1);
    const visitor = await withClock(stage(), token);
    const { page } = visitor;
    const rows = page.getByRole("table", { name: "Messages" }).getByRole("row");
    await visitor.view(`/messages?linkId=${linkId}`, "Messages");
    await page.getByText("Live", { exact: true }).waitFor();

    // As the bridge answers where too many listen.
    await page.route("**/api/events", (route) => route.fulfill({ status: 503 }));
    await setHidden(page, true);
    await write("While it was hidden.", 2);
    await setHidden(page, false);
    const asking = page.getByRole("status").getByText("Reconnecting");
    await asking.waitFor();
    await rows.nth(2).waitFor();
    await asking.hover();
    await page.getByText("this page asks every 5 seconds").waitFor();
    await write("While nobody tells.", 3);
    await page.clock.runFor(5_000);
    await rows.nth(3).waitFor();

    await page.unroute("**/api/events");
    await page.clock.runFor(3_000);
    await page.getByText("Live", { exact: true }).waitFor();
    await write("Told again.", 4);
    await rows.nth(4).waitFor();

    await bridge.call("DELETE", `/api/tokens/${id}`);
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.clock.runFor(60_000);
    expect(asked).toEqual([]);
    await visitor.leave();
  });
}
