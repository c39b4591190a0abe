import { expect, it } from "vitest";

import type { Stage } from "../stage.ts";

export function connectionScenes(stage: () => Stage): void {
  it("a helpdesk is tried out at once, and each step tells in words what came of it", async () => {
    const { bridge, administrator: visitor } = stage();
    const { page } = visitor;
    await visitor.view("/connections", "Connections");
    const outcome = page.getByRole("status", { name: "Test of SuperOffice" });
    const tryOut = page.getByRole("button", { name: "Test now: SuperOffice" });
    await tryOut.click();
    await outcome.getByText("The account may write internal messages.").waitFor();
    expect(await outcome.getByText("Works", { exact: true }).count()).toBe(3);
    const match = { path: "/User/currentPrincipal" };
    const fault = { kind: "status", status: 403, body: "own-error", times: "always", match } as const;
    const id = bridge.superoffice.control.faults.add(fault);
    await tryOut.click();
    await outcome.getByText(/^SuperOffice refuses the credentials: SuperOffice answered 403/).waitFor();
    bridge.superoffice.control.faults.clear(id);
    expect(await outcome.getByRole("listitem").allInnerTexts()).toEqual([
      expect.stringMatching(/Fails\s+Signing in/),
      expect.stringMatching(/Not tried\s+Writing internal messages/),
      expect.stringMatching(/Not tried\s+Reading a linked ticket/),
    ]);
    expect(await visitor.accessibilityFindings()).toEqual([]);
  });

  it("refused credentials are told as that, and nothing is promised while the helpdesk cannot be read", async () => {
    const { bridge, administrator: visitor } = stage();
    const { page } = visitor;
    const id = bridge.superoffice.control.faults.add({
      kind: "status",
      status: 401,
      body: "own-error",
      times: "always",
    });
    const card = page.getByRole("main").getByRole("region", { name: "SuperOffice", exact: true });
    await visitor.view("/connections", "Connections");
    await card.getByText("Credentials refused", { exact: true }).waitFor();
    await card.getByText("Not read while it is in trouble").waitFor();
    await visitor.view("/", "Overview");
    await card.getByText("Credentials refused", { exact: true }).waitFor();
    expect(await card.getByText(/is seen within/).count()).toBe(0);
    // The longer it stands, the later the bridge tries again.
    bridge.superoffice.control.faults.clear(id);
    expect(await visitor.accessibilityFindings()).toEqual([]);
    await card.getByText("Works", { exact: true }).waitFor();
  });

  it("a helpdesk is paused after a question, and resumed; no pair of tickets is in step meanwhile", async () => {
    const { administrator: visitor } = stage();
    const card = visitor.page.getByRole("region", { name: "Requestor", exact: true });
    await visitor.view("/connections", "Connections");
    await card.getByRole("button", { name: "Pause Requestor" }).click();
    await visitor.confirm("Pause Requestor?", "Pause");
    await card.getByText("Paused", { exact: true }).waitFor();
    await visitor.view("/tickets", "Tickets");
    const table = visitor.page.getByRole("table", { name: "Linked tickets" });
    await table.getByText("Side paused", { exact: true }).first().waitFor();
    expect(await table.getByText("In step", { exact: true }).count()).toBe(0);
    await table.getByRole("row").filter({ hasText: "Side paused" }).getByRole("link").first().click();
    await visitor.heading.getByText("Side paused", { exact: true }).waitFor();
    const note = visitor.page.getByRole("note").filter({ hasText: "Requestor is paused." });
    expect(await visitor.findingsInBothThemes()).toEqual([]);
    expect(await visitor.overflowOnPhone()).toBe(0);
    await note.first().getByRole("link", { name: "Connections" }).click();
    await card.getByRole("button", { name: "Resume Requestor" }).click();
    await card.getByText("Paused", { exact: true }).waitFor({ state: "detached" });
  });

  it("SuperOffice's webhook is registered from the page, and made active again after it was stopped", async () => {
    const { bridge, administrator: visitor } = stage();
    const { page } = visitor;
    const card = page.getByRole("region", { name: "SuperOffice’s webhook" });
    await visitor.view("/connections", "Connections");
    await card.getByText("Not registered", { exact: true }).waitFor();
    await card.getByRole("button", { name: "Register it" }).click();
    await card.getByText("Active", { exact: true }).waitFor();
    await card.getByText(`It calls ${bridge.url}/hooks/superoffice`).waitFor();
    const [hook] = bridge.superoffice.control.webhooks();
    await bridge.superoffice.control.stopWebhook(hook?.id ?? 0);
    // The bridge asks once a minute for all who look; a test has it ask anew.
    await page.getByRole("button", { name: "Test now: SuperOffice" }).click();
    await page.getByRole("status", { name: "Test of SuperOffice" }).waitFor();
    await page.reload();
    await card.getByText("Stopped", { exact: true }).waitFor();
    await card.getByRole("button", { name: "Activate it again" }).click();
    await card.getByText("Active", { exact: true }).waitFor();
    expect(bridge.superoffice.control.webhooks()).toMatchObject([{ state: "Active" }]);
  });
}
