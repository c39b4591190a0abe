import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";

import type { RunningBridge } from "../running-bridge.ts";
import { Visitor } from "../visitor.ts";

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Signed in as/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
}

/** Two tabs of one browser: what one shows is about the session that ends in the other. */
export async function sessionEndsElsewhere(bridge: RunningBridge, browser: Browser): Promise<void> {
  const visitor = await Visitor.come(browser, bridge.url);
  const { page } = visitor;
  await visitor.signIn(bridge.token);
  await visitor.view("/access", "Access");
  await page.getByRole("button", { name: "Make a token" }).click();
  const form = page.getByRole("dialog", { name: "Make a token" });
  await form.getByLabel("Name").fill("Otto");
  await form.getByRole("button", { name: "Make it" }).click();
  const token = await form.getByText(/^tb_/).innerText();
  const told = page.getByText("Otto has a token.");
  await told.waitFor();

  const other = await page.context().newPage();
  await other.goto(bridge.url);
  await signOut(other);
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  expect(await page.getByText(token).count()).toBe(0);
  expect(await page.getByRole("dialog").count()).toBe(0);
  expect(await told.count()).toBe(0);

  const enter = async (tab: Page, as: string) => {
    await tab.getByLabel("Token", { exact: true }).fill(as);
    await tab.getByRole("button", { name: "Sign in" }).click();
  };
  await enter(page, bridge.token);
  await page.getByRole("button", { name: "Revoke Otto" }).waitFor();
  expect(await told.count()).toBe(0);
  await page.getByText("Live", { exact: true }).waitFor();
  // The other tab's own session ends and Otto's begins before this one is heard to have ended.
  await other.evaluate(async (as) => {
    const headers = { "content-type": "application/json" };
    await fetch("/api/session", { method: "DELETE" });
    await fetch("/api/session", { method: "POST", headers, body: JSON.stringify({ token: as }) });
  }, token);
  await page
    .getByRole("button", { name: "Signed in as Otto" })
    .or(page.getByRole("button", { name: "Sign in" }))
    .waitFor();
  expect(await page.getByRole("button", { name: "Signed in as administrator" }).count()).toBe(0);
  expect(await page.getByRole("button", { name: "Revoke Otto" }).count()).toBe(0);
  await visitor.leave();
}
