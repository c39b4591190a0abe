import { expect, it } from "vitest";

import { newPair, type Stage } from "../stage.ts";

export function standingScenes(stage: () => Stage): void {
  it("what is not there says what to do next, and leads to where that is done", async () => {
    const { administrator: visitor } = stage();
    const { page } = visitor;
    const leads = [
      ["/messages/99999", /^Message/, "All messages", "Messages"],
      ["/tickets/99999", /^Ticket/, "All linked tickets", "Tickets"],
      ["/backfill/99999", "Backfill", "All backfills", "Backfill"],
    ] as const;
    for (const [path, heading, link, list] of leads) {
      await visitor.view(path, heading);
      await page.getByRole("main").getByRole("link", { name: link }).click();
      await page.waitForURL((url) => !url.pathname.includes("99999"));
      await page.getByRole("heading", { level: 1, name: list }).waitFor();
    }
  });

  it("a ticket that is stopped is named on the overview and in what needs a person, and counted beside it", async () => {
    const { bridge, administrator: visitor } = stage();
    const { page } = visitor;
    const pair = newPair(stage(), { title: "Gone over there" });
    const linkId = await pair.link();
    bridge.requestor.control.removeTicket(pair.requestor);
    bridge.superoffice.control.addMessage(pair.superoffice, { text: "Nowhere to go." });
    await visitor.view("/", "Overview");
    const card = page.getByRole("main").getByRole("region", { name: "SuperOffice to Requestor" });
    await card.getByText("Action required").waitFor();
    await page
      .getByRole("region", { name: "SuperOffice", exact: true })
      .getByText(/^Webhook:/)
      .waitFor();
    const waiting = card.getByRole("link", { name: /^Waiting: [1-9]/ });
    const counted = Number((await waiting.innerText()).replace(/\D/g, ""));
    await waiting.click();
    const rows = page.getByRole("table", { name: "Messages" }).getByRole("row");
    await rows.nth(counted).waitFor();
    expect(await rows.count()).toBe(1 + counted);
    await visitor.view("/", "Overview");
    await card.getByRole("link", { name: "Stopped: 1" }).click();
    await visitor.row("Linked tickets", "Gone over there").waitFor();
    await page.getByLabel("Direction", { exact: true }).selectOption("Requestor to SuperOffice");
    await page.getByText("No pair of tickets is like this").waitFor();
    await visitor.view(`/tickets/${linkId}`, /^Tickets \d/);
    await visitor.heading.getByText("Stopped", { exact: true }).waitFor();
    const why = page.getByRole("note").filter({ hasText: "Stopped" });
    await why
      .getByText(/The ticket is not there \(Requestor answered 40\d to [^.]*: The ticket was not found\)\.$/)
      .waitFor();
    await why.getByText(/looks again every ten minutes/).waitFor();
    expect(await visitor.findingsInBothThemes()).toEqual([]);
    expect(await visitor.overflowOnPhone()).toBe(0);
    await visitor.view("/attention?direction=superoffice-to-requestor", "Needs attention");
    await page.getByRole("note").getByText("1 ticket is stopped").waitFor();
    expect(await page.getByText("Nothing needs you").count()).toBe(0);
    expect(await visitor.accessibilityFindings()).toEqual([]);
    const { total } = await bridge.call<{ total: number }>("GET", "/api/attention");
    await page.getByLabel(`${total + 1} need attention`).waitFor();
    await bridge.call("DELETE", `/api/links/${linkId}`);
    await page.getByText("1 ticket is stopped").waitFor({ state: "detached" });
  });

  it("each helpdesk says when its webhook was heard last, and that calls were refused for their signature", async () => {
    const { bridge, administrator: visitor } = stage();
    const { page } = visitor;
    await visitor.view("/", "Overview");
    const card = (name: string) => page.getByRole("main").getByRole("region", { name, exact: true });
    await card("Requestor").getByText("Webhook: Never heard", { exact: true }).waitFor();
    expect(await bridge.callHook("superoffice")).toBe(200);
    await card("SuperOffice")
      .getByText(/^Webhook: .* Heard (now|.* ago)$/)
      .waitFor();
    expect(await bridge.callHook("requestor", "another one's secret")).toBe(401);
    const warning = /^Calls were refused for a missing or wrong signature, the last (now|.* ago)\./;
    await card("Requestor").getByText(warning).waitFor();
    expect(await visitor.accessibilityFindings()).toEqual([]);
    await visitor.view("/connections", "Connections");
    await card("Requestor").getByText("Never heard", { exact: true }).waitFor();
    await card("Requestor").getByText(warning).waitFor();
    await card("SuperOffice")
      .getByText(/^Heard (now|.* ago)$/)
      .waitFor();
    // Later scenes show a helpdesk whose webhook is well.
    expect(await bridge.callHook("requestor")).toBe(200);
  });

  it("the search field holds what is searched for, also after the navigation took the words away", async () => {
    const { administrator: visitor } = stage();
    const { page } = visitor;
    await visitor.view("/tickets?q=printer", "Tickets");
    const field = page.getByLabel("Search", { exact: true });
    await page.getByRole("navigation").getByRole("link", { name: "Tickets" }).click();
    await expect.poll(() => field.inputValue()).toBe("");
    await field.fill("gone over");
    await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe("gone over");
    expect(await field.inputValue()).toBe("gone over");
  });

  it("a time in the list's address is the same moment in every zone, and is shown in the viewer's", async () => {
    const { administrator: visitor } = stage();
    const { page } = visitor;
    const browser = await page.context().newCDPSession(page);
    await browser.send("Emulation.setTimezoneOverride", { timezoneId: "Asia/Tokyo" });
    await visitor.view("/messages?from=2026-03-01T20%3A00%3A00.000Z", "Messages");
    const field = page.getByLabel("Captured from");
    expect(await field.inputValue()).toBe("2026-03-02T05:00");
    await field.fill("2026-03-02T06:30");
    const inAddress = () => new URL(page.url()).searchParams.get("from");
    await expect.poll(inAddress).toBe("2026-03-01T21:30:00.000Z");
    await browser.send("Emulation.setTimezoneOverride", { timezoneId: "" });
    await browser.detach();
  });

  it("exact times and the meaning of a word are reached by keyboard", async () => {
    const { administrator: visitor } = stage();
    const { page } = visitor;
    await visitor.view("/messages", "Messages");
    const time = page.getByRole("table").locator("time").first();
    const at = (await time.getAttribute("datetime")) ?? "";
    const choose = async (name: string) => {
      // Back from the view's heading: on the way forward lies the whole list.
      await visitor.heading.focus();
      await visitor.reach(page.getByRole("button", { name: /^Signed in as/ }), "Shift+Tab");
      await page.keyboard.press("Enter");
      await visitor.reach(page.getByRole("menuitem", { name }), "ArrowDown");
      await page.keyboard.press("Enter");
    };
    await choose("Show exact times");
    await page
      .locator(`table time[datetime="${at}"]`, { hasText: /\d:\d\d:\d\d/ })
      .first()
      .waitFor();
    expect(await visitor.overflowOnPhone()).toBe(0);
    await choose("Show times as ages");
    await page
      .locator(`table time[datetime="${at}"]`, { hasText: /ago|now/ })
      .first()
      .waitFor();
    await visitor.view("/audit", "Audit");
    await visitor.reach(page.getByText("Not comparable", { exact: true }).first());
    await page.getByRole("tooltip").waitFor();
  });

  it("ages are right at once in a view that is opened long after the last one that showed any", async () => {
    const { administrator: visitor } = stage();
    const { page } = visitor;
    await visitor.view("/messages", "Messages");
    await visitor.view("/log", "Log");
    const shift = async (ms: number) => {
      await page.evaluate((by) => {
        const real = performance.timeOrigin;
        Date.now = () => Math.floor(real + performance.now()) + by;
      }, ms);
    };
    await shift(3_600_000);
    await visitor.view("/messages", "Messages");
    const ages = await page.getByRole("main").locator("table time").allTextContents();
    await shift(0);
    expect(ages.filter((age) => !/\d (h|d)/.test(age))).toEqual([]);
    expect(ages.length).toBeGreaterThan(0);
  });
}
