import { expect, it } from "vitest";

import type { Stage } from "../stage.ts";
import { Visitor } from "../visitor.ts";

const wide = { width: 1280, height: 800 };

export function movingScenes(stage: () => Stage): void {
  it("another view begins at its top, and who goes back to a list stands where they stood in it", async () => {
    const { administrator: visitor } = stage();
    const { page } = visitor;
    await page.setViewportSize({ width: 1280, height: 300 });
    await visitor.view("/messages", "Messages");
    const link = page
      .getByRole("table")
      .getByRole("link", { name: /^Message/ })
      .nth(4);
    await page.evaluate(() => window.scrollTo(0, 250));
    await link.hover();
    const place = () => page.evaluate(() => window.scrollY);
    const before = await place();
    expect(before).toBeGreaterThan(100);
    await link.click();
    await page.getByRole("heading", { level: 1, name: /^Message \d/ }).waitFor();
    await visitor.hasFocus(visitor.heading);
    await expect.poll(place).toBe(0);
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Messages" }).waitFor();
    await visitor.hasFocus(visitor.heading);
    await expect.poll(place).toBe(before);
    await page.setViewportSize(wide);
  });

  it("on a narrow screen the navigation takes the focus while it is open, and none while it is closed", async () => {
    const { administrator: visitor } = stage();
    const { page } = visitor;
    await visitor.view("/tickets", "Tickets");
    await page.setViewportSize({ width: 640, height: 400 });
    const navigation = page.getByRole("navigation");
    const main = page.getByRole("main");
    const open = page.getByRole("button", { name: "Open the navigation" });
    /** What of the two takes neither focus nor click. */
    const shut = () =>
      Promise.all([navigation, main].map((part) => part.evaluate((all) => all.closest("[inert]") !== null)));
    await visitor.reach(open);
    await expect.poll(shut).toEqual([true, false]);
    await page.keyboard.press("Enter");
    await visitor.hasFocus(navigation.getByRole("link", { name: "Tickets" }));
    // It covers the view.
    expect(await shut()).toEqual([false, true]);
    // The view's own landmark and heading are not to be met meanwhile, as behind a dialog.
    const ofCovered = /^(landmark-one-main|page-has-heading-one):/;
    expect((await visitor.accessibilityFindings()).filter((found) => !ofCovered.test(found))).toEqual([]);
    await page.keyboard.press("Escape");
    await visitor.hasFocus(open);
    expect(await shut()).toEqual([true, false]);
    await page.keyboard.press("Enter");
    await visitor.reach(navigation.getByRole("link", { name: "Messages" }));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Messages" }).waitFor();
    await visitor.hasFocus(open);
    await page.setViewportSize(wide);
  });

  it("a view whose files have other names since an upgrade has the page loaded anew, once, and one that fails says so", async () => {
    const { bridge, browser } = stage();
    const visitor = await Visitor.come(browser, bridge.url);
    const { page } = visitor;
    await visitor.signIn(bridge.token);
    const loads: string[] = [];
    page.on("request", (request) => {
      if (request.isNavigationRequest()) loads.push(request.url());
    });
    const isAsked = (method: string) => method === "HEAD";
    await page.route("**/assets/log-*.js", (route) => route.fulfill({ status: 404 }));
    const link = page.getByRole("navigation").getByRole("link", { name: "Log" });
    const loadedAnew = page.waitForEvent("load");
    await link.click();
    // It looks whether the bridge is there before and after.
    const lookedAgain = loadedAnew.then(() => page.waitForResponse((answer) => isAsked(answer.request().method())));
    await lookedAgain;
    await page.getByText("could not be loaded from the bridge").waitFor();
    await link.waitFor();
    expect(loads).toEqual([`${bridge.url}/log`]);
    await page.unroute("**/assets/log-*.js");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { level: 1, name: "Log" }).waitFor();
    expect(loads).toHaveLength(2);

    const content = { json: { items: [null], nextCursor: null } };
    await page.route("**/api/tokens*", (route) => route.fulfill(content));
    await visitor.view("/access", "This view cannot be shown");
    await page.getByText("Something in this page failed").waitFor();
    await link.waitFor();
    expect(await visitor.accessibilityFindings()).toEqual([]);
    await page.unroute("**/api/tokens*");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { level: 1, name: "Access" }).waitFor();
    await visitor.leave();
  });
}
