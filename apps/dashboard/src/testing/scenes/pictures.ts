import { expect, it, vi } from "vitest";

import { newPair, type Stage } from "../stage.ts";

/** The views of which the README shows pictures; each is looked at by name as well. */
export function pictureScenes(stage: () => Stage): void {
  it("a ticket shows both conversations joined, an internal note as one, and what is held in its place", async () => {
    const { bridge, administrator: visitor } = stage();
    const { page } = visitor;
    const { superoffice, requestor } = bridge;
    const customer = { name: "Jürgen Weber", email: "juergen.weber@example.com" };
    const pair = newPair(stage(), { title: "Laptop does not start after the update", customer });
    const linkId = await pair.link();
    superoffice.control.addMessage(pair.superoffice, { text: "Since this morning it only shows a black screen." });
    await bridge.linkIsDone(linkId, 1);
    requestor.control.addMessage(pair.requestor, { from: "kim", text: "Which model is it?" });
    await bridge.linkIsDone(linkId, 2);
    superoffice.control.addMessage(pair.superoffice, { from: 5, text: "Still in warranty.", slevel: "Internal" });
    await bridge.linkIsDone(linkId, 3);
    const match = { method: "POST", ticketId: pair.requestor };
    requestor.control.faults.add({ kind: "status", status: 400, body: "own-error", match });
    superoffice.control.addMessage(pair.superoffice, { text: "A picture of the label is attached." });
    await bridge.hasHeld(linkId, 1);
    superoffice.control.addMessage(pair.superoffice, { text: "It is an L14." });
    await vi.waitFor(() => expect(requestor.control.messages(pair.requestor)).toHaveLength(4), { timeout: 30_000 });

    await visitor.open(`/tickets/${linkId}`);
    const entries = page.getByRole("list", { name: "Both conversations" }).locator("> li");
    await entries.nth(4).waitFor();
    const note = entries.nth(2);
    expect(await note.getByText("Internal", { exact: true }).count()).toBe(2);
    expect(await entries.getByText("Internal", { exact: true }).count()).toBe(2);
    await entries.nth(3).getByText("Held", { exact: true }).first().waitFor();
    await visitor.keepPictures("ticket");
  });

  it("the overview says how each direction does and which installation it is", async () => {
    const { administrator: visitor } = stage();
    const { page } = visitor;
    await visitor.open("/");
    await page.getByRole("banner").getByText("Try-out", { exact: true }).waitFor();
    await page.getByText("Action required", { exact: true }).first().waitFor();
    await page.getByText(/^[1-9]\d* messages? SuperOffice to Requestor, .* in the last hour\.$/).waitFor();
    await visitor.keepPictures("overview");
  });
}
