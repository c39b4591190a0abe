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
    await visitor.hasFocus(page.getByRole("button", { name: "Link two tickets" }));

    const row = visitor.row("Linked tickets", "Linked by keys");
    const acts = row.getByRole("button", { name: /^Acts on/ });
    for (const width of [1024, 1280, 1440]) expect(await visitor.overflowAt(width), `${width} wide`).toBe(0);
    await acts.click();
    await page.getByRole("menuitem", { name: "Pause" }).waitFor();
    expect(await visitor.findingsInBothThemes()).toEqual([]);
    await keyboard.press("Escape");
    const choose = async (act: string) => {
      await visitor.reach(acts);
      await keyboard.press("Enter");
      await visitor.reach(page.getByRole("menuitem", { name: act }), "ArrowDown");
      await keyboard.press("Enter");
    };
    await choose("Pause");
    await row.getByText("Paused", { exact: true }).waitFor();
    await visitor.hasFocus(acts);

    await visitor.reach(row.getByRole("link").first());
    await keyboard.press("Enter");
    const note = page.getByRole("note").filter({ hasText: "Paused" });
    await note.getByText("Messages are seen and wait until somebody resumes the link.").waitFor();
    expect(await visitor.heading.getByText("Paused", { exact: true }).count()).toBe(1);
    await visitor.hasFocus(visitor.heading);
    expect(await visitor.findingsInBothThemes()).toEqual([]);
    expect(await visitor.overflowOnPhone()).toBe(0);
    await visitor.reach(note.getByRole("button", { name: "Resume" }));
    await keyboard.press("Enter");
    await note.waitFor({ state: "detached" });
    await visitor.heading.getByText("In step", { exact: true }).waitFor();
    await visitor.hasFocus(visitor.heading);

    await visitor.view("/tickets", "Tickets");
    await choose("Pause");
    await row.getByText("Paused", { exact: true }).waitFor();
    await choose("Resume");
    await row.getByText("In step", { exact: true }).waitFor();
    await choose("Unlink");
    const question = page.getByRole("dialog", { name: "Unlink these tickets?" });
    await visitor.hasFocusWithin(question);
    await keyboard.press("Escape");
    await question.waitFor({ state: "detached" });
    await visitor.hasFocus(acts);
    await choose("Unlink");
    await visitor.reach(question.getByRole("button", { name: "Unlink" }));
    await keyboard.press("Enter");
    await row.waitFor({ state: "detached" });
    await visitor.hasFocusWithin(page.getByRole("main"));
    await page.getByRole("main").getByLabel("State").selectOption({ label: "Unlinked" });
    await row.getByText("Unlinked", { exact: true }).waitFor();
  });
}
