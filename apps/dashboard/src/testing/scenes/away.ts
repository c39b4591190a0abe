import { expect } from "vitest";

import type { RunningBridge } from "../running-bridge.ts";
import type { Sample } from "../sample.ts";
import type { Visitor } from "../visitor.ts";

/** The bridge goes away under a list and two views whose texts were asked for, and comes back. */
export async function bridgeGoesAndComes(bridge: RunningBridge, visitor: Visitor, sample: Sample): Promise<void> {
  const { page } = visitor;
  const withTexts = async (path: string, words: string | RegExp) => {
    const tab = await page.context().newPage();
    await tab.goto(`${bridge.url}${path}`);
    await tab.getByRole("button", { name: "Show the texts" }).click();
    await tab.getByText(words).first().waitFor();
    return tab;
  };
  const message = await withTexts(`/messages/${sample.htmlMirrorId}`, /^Both say the same|^They differ in \d/);
  const ticket = await withTexts(`/tickets/${sample.linkId}`, "Which device is it?");
  const tabs = [page, message, ticket];
  const shown = async () => ({
    texts: await message.getByRole("button", { name: "Hide the texts" }).count(),
    conversation: await ticket.getByText("Which device is it?").count(),
  });
  const rows = page.getByRole("table", { name: "Messages" }).getByRole("row");
  const before = await rows.count();

  await bridge.stopProcess();
  await page.getByText("Reconnecting").waitFor();
  for (const tab of tabs) await tab.getByRole("alert").getByText("The bridge cannot be reached").first().waitFor();
  expect(await rows.count()).toBe(before);
  expect(await shown()).toEqual({ texts: 1, conversation: 2 });
  await message.getByRole("button", { name: /^Signed in as/ }).click();
  await message.getByRole("menuitem", { name: "Sign out" }).click();
  await message.getByRole("alert").getByText("You are still signed in").waitFor();
  // A view that was not open yet.
  await page.getByRole("navigation").getByRole("link", { name: "Audit" }).click();
  await page.getByRole("alert").getByText("could not be loaded from the bridge").waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  expect(await page.getByRole("navigation").count()).toBe(1);
  expect(await visitor.accessibilityFindings()).toEqual([]);

  await bridge.startProcess();
  await page.getByRole("heading", { level: 1, name: "Audit" }).waitFor();
  for (const tab of tabs) await tab.getByText("Live", { exact: true }).waitFor();
  for (const tab of [message, ticket]) {
    await tab.getByText("The bridge cannot be reached").first().waitFor({ state: "detached" });
  }
  expect(await shown()).toEqual({ texts: 1, conversation: 2 });
  // That is told on the page, and React writes it down.
  expect(visitor.complaints.filter((each) => !each.includes("NotLoadedError"))).toEqual([]);
  await Promise.all([message.close(), ticket.close()]);
  await page.goBack();
  await rows.nth(before - 1).waitFor();
}
