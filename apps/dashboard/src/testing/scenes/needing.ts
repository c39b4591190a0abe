import type { Page } from "playwright-core";
import { expect, it } from "vitest";

import { newPair, type Stage } from "../stage.ts";

export function needingScenes(stage: () => Stage): void {
  it("who confirmed an act on some is told where others stand there by then, and nothing is done to those", async () => {
    const { bridge, administrator: visitor } = stage();
    const { page } = visitor;
    const pair = newPair(stage(), { title: "One goes and another comes", takesInternal: false });
    const linkId = await pair.link();
    const write = (text: string) =>
      bridge.superoffice.control.addMessage(pair.superoffice, { from: 5, text, slevel: "Internal" });
    write("The first.");
    write("The second.");
    const [newest = ""] = await bridge.hasHeld(linkId, 2);
    await visitor.view(`/tickets/${linkId}`, /^Tickets \d/);
    await page.getByRole("link", { name: "What is held and what to do" }).click();
    await page.getByText("Of one pair of tickets only").waitFor();
    await page.getByRole("link", { name: `ticket SuperOffice ${pair.superoffice}` }).waitFor();
    await page.getByRole("button", { name: /^Skip 2…/ }).click();
    const form = page.getByRole("dialog", { name: "Skip 2 items?" });
    await form.getByLabel("Reason").fill("Told on the phone.");
    await bridge.call("POST", `/api/mirrors/${newest}/skip`, { reason: "By somebody else." });
    write("Unseen.");
    const held = await bridge.hasHeld(linkId, 2);
    await form.getByRole("button", { name: "Skip 2 items" }).click();
    await form.getByText(/concern others than were shown, though as many; nothing was done/).waitFor();
    expect(await visitor.findingsInBothThemes()).toEqual([]);
    expect(await bridge.hasHeld(linkId, 2)).toEqual(held);
    await form.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: /^Skip 2…/ }).click();
    await form.getByLabel("Reason").fill("Told on the phone.");
    await form.getByRole("button", { name: "Skip 2 items" }).click();
    await page.getByText("Nothing is held or uncertain here").waitFor();
    expect(await visitor.findingsInBothThemes()).toEqual([]);
    expect(await visitor.overflowOnPhone()).toBe(0);
    await page.getByRole("button", { name: "Show what is held of all tickets" }).click();
    await page.getByText("Of one pair of tickets only").waitFor({ state: "detached" });
    expect(new URL(page.url()).search).toBe("");
  });

  it("an internal message that was found public stands first in what needs a person, is counted, and is acknowledged there", async () => {
    const { bridge, administrator: visitor } = stage();
    const { page } = visitor;
    const pair = newPair(stage(), { title: "Made public over there" });
    const linkId = await pair.link();
    bridge.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "For us.", slevel: "Internal" });
    await bridge.linkIsDone(linkId);
    const [mirror] = bridge.requestor.control.messages(pair.requestor);
    const show = (isPrivate: boolean) => bridge.requestor.control.editMessage(mirror?.id ?? 0, { private: isPrivate });
    show(false);
    await bridge.call("POST", `/api/links/${linkId}/audit`);
    bridge.superoffice.control.addMessage(pair.superoffice, { text: "For all." });
    await visitor.view(`/tickets/${linkId}`, /^Tickets \d/);
    const waiting = page.getByRole("note").filter({ hasText: "Look at the alarm and acknowledge it" });
    await waiting.getByRole("link", { name: "The alarm and what to do" }).waitFor();
    expect(await page.getByText("The bridge tries again by itself.").count()).toBe(0);
    await waiting.getByRole("link").click();
    await page.getByRole("heading", { level: 1, name: "Needs attention" }).waitFor();
    const alarm = page.getByRole("note").filter({ hasText: "An internal message was found public" });
    await alarm.waitFor();
    await page.getByLabel(`${(await held(stage())) + 1} need attention`).waitFor();
    expect(await page.getByText("Nothing needs you").count()).toBe(0);
    expect(await visitor.findingsInBothThemes()).toEqual([]);
    expect(await visitor.overflowOnPhone()).toBe(0);
    show(true);
    await alarm.getByRole("button", { name: "I have looked…" }).click();
    await visitor.confirm("Have you looked?", "I have looked");
    await alarm.waitFor({ state: "detached" });
    await bridge.linkIsDone(linkId, 2);
    // What the audit found of it is no finding of later scenes.
    await bridge.call("DELETE", `/api/links/${linkId}`);
  });

  it("a helpdesk that refuses the credentials is told in what needs a person, and counted", async () => {
    const { administrator: visitor } = stage();
    const { page } = visitor;
    const refused = "Requestor answered 401 to GET Users/Current: the password is wrong.";
    await answerStatusWith(page, refused);
    await page.reload();
    await visitor.view("/attention", "Needs attention");
    const blocked = page.getByRole("note").filter({ hasText: "Requestor refuses the bridge’s credentials" });
    await blocked.getByText(refused).waitFor();
    await page.getByLabel(`${(await held(stage())) + 1} need attention`).waitFor();
    expect(await page.getByText("Nothing needs you").count()).toBe(0);
    expect(await visitor.findingsInBothThemes()).toEqual([]);
    expect(await visitor.overflowOnPhone()).toBe(0);
    await blocked.getByRole("link", { name: "Look at the connections" }).click();
    await page.getByRole("heading", { level: 1, name: "Connections" }).waitFor();
    await page.unrouteAll({ behavior: "wait" });
    await page.reload();
  });
}

async function held({ bridge }: Stage): Promise<number> {
  return (await bridge.call<{ total: number }>("GET", "/api/attention")).total;
}

/** What the page is told of Requestor; the bridge itself would look again only after a while. */
async function answerStatusWith(page: Page, trouble: string): Promise<void> {
  await page.route("**/api/status", async (route) => {
    const response = await route.fetch();
    const status = (await response.json()) as { sides: { requestor: object } };
    const requestor = { ...status.sides.requestor, reachable: true, credentials: "refused", trouble };
    await route.fulfill({ response, json: { ...status, sides: { ...status.sides, requestor } } });
  });
}
