import { expect, it } from "vitest";

import type { Stage } from "../stage.ts";
import { Visitor } from "../visitor.ts";

export function accessScenes(stage: () => Stage): void {
  it("a named token is shown once, tells when it was used, and signs its owner out when it is revoked", async () => {
    const { bridge, browser, administrator: visitor } = stage();
    const { page } = visitor;
    await visitor.view("/access", "Access");
    await page.getByRole("button", { name: "Make a token" }).click();
    const form = page.getByRole("dialog", { name: "Make a token" });
    await form.getByLabel("Name").fill("-");
    await form.getByRole("button", { name: "Make it" }).click();
    await form.getByText(/^name must be a name of/).waitFor();
    await form.getByLabel("Name").fill("Tim");
    await form.getByLabel("Role").selectOption({ label: "Operator: looks and acts" });
    await form.getByRole("button", { name: "Make it" }).click();
    const token = await form.getByText(/^tb_/).innerText();
    expect(await visitor.accessibilityFindings()).toEqual([]);
    await visitor.hasFocusWithin(form);
    await form.getByRole("button", { name: "Done" }).click();
    await visitor.hasFocus(page.getByRole("button", { name: "Make a token" }));
    const row = visitor.row("Tokens", "Tim");
    await row.getByText("Never").waitFor();
    expect(await page.getByText(token).count()).toBe(0);

    const tim = await Visitor.come(browser, bridge.url);
    await tim.signIn(token);
    await tim.view("/tickets", "Tickets");
    await tim.page.getByRole("button", { name: "Link two tickets" }).click();
    await tim.page.getByRole("dialog").waitFor();
    await page.reload();
    await row.getByText("Never").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Revoke Tim" }).click();
    await visitor.confirm("Revoke Tim’s token?", "Revoke");
    await row.getByText(/Revoked .* by administrator/).waitFor();
    await visitor.hasFocusWithin(page.getByRole("main"));
    await tim.page.getByRole("button", { name: "Sign in" }).waitFor();
    expect(await tim.page.getByRole("dialog").count()).toBe(0);
    await tim.leave();
  });

  it("another page in the same browser cannot act in this one’s name", async () => {
    const { bridge, browser } = stage();
    const visitor = await Visitor.come(browser, bridge.url);
    await visitor.signIn(bridge.token);
    // Another port of this machine is another origin of the same site, so the browser does send the cookie along.
    const { page } = visitor;
    const elsewhere = `${new URL(bridge.superoffice.url).origin}/nothing`;
    const pause = `${bridge.url}/api/sides/requestor/pause`;
    await page.goto(elsewhere);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url() === pause),
      page.evaluate((to) => {
        const form = document.createElement("form");
        Object.assign(form, { method: "POST", action: to });
        document.body.append(form);
        form.submit();
      }, pause),
    ]);
    expect((await answer.request().allHeaders())["cookie"]).toContain("ticket_bridge_session");
    expect(answer.status()).toBe(403);
    // The answer is there before the browser has gone where the form leads, and would break off a way elsewhere.
    await page.waitForURL(pause);
    await page.goto(elsewhere);
    const isRead = await page.evaluate(async (to) => {
      const way = { method: "POST", mode: "no-cors", credentials: "include" } as const;
      return await fetch(to, way).then(
        () => true,
        () => false,
      );
    }, pause);
    expect(isRead).toBe(false);
    const { sides } = await bridge.call<{ sides: { requestor: { paused: boolean } } }>("GET", "/api/status");
    expect(sides.requestor.paused).toBe(false);
    await visitor.leave();
  });
}
