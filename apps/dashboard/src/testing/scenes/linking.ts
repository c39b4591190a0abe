import { expect, it } from "vitest";

import { newPair, type Stage } from "../stage.ts";

export function linkingScenes(stage: () => Stage): void {
  it("two tickets are linked, paused, resumed and unlinked with the keyboard alone", async () => {
    const { administrator: visitor } = stage();
    const { page } = visitor;
    const { keyboard } = page;
    const pair = newPair(stage(), { title: "Linked by keys" });
    await visitor.view("/tickets", "Tickets");
    await visitor.reach(page.getByRole("button", { name: "Link two tickets" }));
    await keyboard.press("Enter");
    const form = page.getByRole("dialog", { name: "Link two tickets" });
    await visitor.reach(form.getByLabel("SuperOffice"));
    await keyboard.type(String(pair.superoffice));
    await visitor.reach(form.getByLabel("Requestor"));
    await keyboard.type(String(pair.requestor));
    await visitor.reach(form.getByLabel("New ones only"));
    await keyboard.press("ArrowDown");
    expect(await form.getByLabel("All from the start, in order").isChecked()).toBe(true);
    await visitor.reach(form.getByRole("button", { name: "Link", exact: true }));
    await keyboard.press("Enter");
    await form.waitFor({ state: "detached" });

    const row = visitor.row("Linked tickets", "Linked by keys");
    const choose = async (act: string) => {
      await visitor.reach(row.getByRole("button", { name: /^Acts on/ }));
      await keyboard.press("Enter");
      await visitor.reach(page.getByRole("menuitem", { name: act }), "ArrowDown");
      await keyboard.press("Enter");
    };
    await choose("Pause");
    await row.getByText("Paused", { exact: true }).waitFor();
    await choose("Resume");
    await row.getByText("In step", { exact: true }).waitFor();
    await choose("Unlink");
    const question = page.getByRole("dialog", { name: "Unlink these tickets?" });
    await visitor.reach(question.getByRole("button", { name: "Unlink" }));
    await keyboard.press("Enter");
    await row.waitFor({ state: "detached" });
    await page.getByRole("main").getByLabel("State").selectOption({ label: "Unlinked" });
    await row.getByText("Unlinked", { exact: true }).waitFor();
  });
}
