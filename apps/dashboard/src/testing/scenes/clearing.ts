import { expect, it, vi } from "vitest";

import { newPair, type Stage } from "../stage.ts";

/** Has Requestor refuse messages on a ticket; lets them in again. */
function refuseOn({ bridge }: Stage, ticketId: number): () => void {
  const id = bridge.requestor.control.faults.add({
    ...{ kind: "status", status: 400, body: "own-error", times: "always", match: { method: "POST", ticketId } },
  });
  return () => bridge.requestor.control.faults.clear(id);
}

export function clearingScenes(stage: () => Stage): void {
  it("a held message gets as its mirror the one that a person names, and none that does not stand there", async () => {
    const { bridge, administrator: visitor } = stage();
    const { page } = visitor;
    const pair = newPair(stage(), { title: "Carried by hand" });
    const copy = bridge.requestor.control.addMessage(pair.requestor, { from: "kim", text: "Carried by hand." });
    const allow = refuseOn(stage(), pair.requestor);
    const linkId = await pair.link();
    bridge.superoffice.control.addMessage(pair.superoffice, { text: "To be carried." });
    const [id = ""] = await bridge.hasHeld(linkId, 1);
    allow();
    await visitor.view(`/messages/${id}`, /^Message/);
    const { correlationId } = await bridge.call<{ correlationId: string }>("GET", `/api/mirrors/${id}`);
    await page.getByText(`Status 400 · Request id ${correlationId}-1`, { exact: true }).first().waitFor();
    await page.getByRole("button", { name: "Skip…" }).click();
    await page.getByRole("dialog", { name: `Skip message ${id}?` }).waitFor();
    // A dialog goes with the view that it is about.
    await page.goBack();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.goForward();
    await page.getByRole("button", { name: "Adopt…" }).click();
    const form = page.getByRole("dialog", { name: `Name the mirror of message ${id}` });
    const field = form.getByLabel("Message id in Requestor");
    await field.fill("999999");
    await form.getByRole("button", { name: "Adopt" }).click();
    await form.getByText(`Ticket ${pair.requestor} in Requestor has no message 999999.`).waitFor();
    expect(await visitor.accessibilityFindings()).toEqual([]);
    await field.fill(String(copy.id));
    await form.getByRole("button", { name: "Adopt" }).click();
    await page.getByText(`Message ${id} has ${copy.id} as its mirror.`).waitFor();
    await page.getByRole("main").getByText("Mirrored", { exact: true }).first().waitFor();
    await visitor.hasFocus(visitor.heading);
    expect(bridge.requestor.control.messages(pair.requestor)).toHaveLength(1);
  });

  it("all that one filter names is tried again after a confirmation with the number, and what stays is told", async () => {
    const { bridge, administrator: visitor } = stage();
    const { page } = visitor;
    const pair = newPair(stage(), { title: "Much is stuck", takesInternal: false });
    const allow = refuseOn(stage(), pair.requestor);
    const linkId = await pair.link();
    bridge.superoffice.control.addMessage(pair.superoffice, { text: "The first." });
    bridge.superoffice.control.addMessage(pair.superoffice, { text: "The second." });
    bridge.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "Not for them.", slevel: "Internal" });
    await bridge.hasHeld(linkId, 3);
    allow();
    await visitor.view(`/attention?linkId=${linkId}`, "Needs attention");
    await page.getByRole("main").getByLabel("Direction").selectOption({ label: "Requestor to SuperOffice" });
    await page.getByText("Nothing is held or uncertain here").waitFor();
    await page.getByRole("main").getByLabel("Direction").selectOption({ label: "SuperOffice to Requestor" });
    await page.getByRole("link", { name: "Show all 2 messages" }).click();
    await page.getByRole("heading", { level: 1, name: "Messages" }).waitFor();
    const listed = page.getByRole("table", { name: "Messages" }).getByRole("row");
    await listed.nth(2).waitFor();
    expect(await listed.count()).toBe(1 + 2);
    await page.getByText("Held or uncertain for one cause only").waitFor();
    expect(await visitor.findingsInBothThemes()).toEqual([]);
    expect(await visitor.overflowOnPhone()).toBe(0);
    await page.goBack();
    await page.getByRole("button", { name: "Try 3 again… All of these." }).click();
    const question = page.getByRole("dialog", { name: "Try 3 items again?" });
    await question.getByText("SuperOffice").first().waitFor();
    const inNewTab = question.getByRole("link", { name: "Show all 2 messages in a new tab" });
    expect(await inNewTab.getAttribute("href")).toContain(`linkId=${linkId}`);
    expect(await question.getByRole("listitem").count()).toBe(2);
    expect(await visitor.accessibilityFindings()).toEqual([]);
    await visitor.confirm("Try 3 items again?", "Try 3 items again");
    await page.getByRole("button", { name: /^Skip 1…/ }).waitFor();
    await bridge.hasHeld(linkId, 1);
    await vi.waitFor(() => expect(bridge.requestor.control.messages(pair.requestor)).toHaveLength(2), {
      timeout: 30_000,
    });
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      ...{ direction: "superoffice-to-requestor", linkId },
    });
    await page.getByRole("button", { name: /^Skip 1…/ }).click();
    const form = page.getByRole("dialog", { name: "Skip 1 item?" });
    await form.getByLabel("Reason").fill("Told on the phone.");
    await form.getByRole("button", { name: "Skip 1 item" }).click();
    await page.getByText("Nothing is held or uncertain here").waitFor();
    await visitor.hasFocus(visitor.heading);
  });
}
