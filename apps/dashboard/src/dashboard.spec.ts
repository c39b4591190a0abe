import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { buildPage, buildReleasedPage, firstLoad } from "./testing/built-page.ts";
import { openBrowser } from "./testing/open-browser.ts";
import { RunningBridge } from "./testing/running-bridge.ts";
import { fillWithSample, hostile } from "./testing/sample.ts";
import { accessScenes } from "./testing/scenes/access.ts";
import { bridgeGoesAndComes } from "./testing/scenes/away.ts";
import { clearingScenes } from "./testing/scenes/clearing.ts";
import { connectionScenes } from "./testing/scenes/connections.ts";
import { formattedScenes } from "./testing/scenes/formatted.ts";
import { hearingScenes } from "./testing/scenes/hearing.ts";
import { historyScenes } from "./testing/scenes/history.ts";
import { linkingScenes } from "./testing/scenes/linking.ts";
import { logScenes } from "./testing/scenes/log.ts";
import { movingScenes } from "./testing/scenes/moving.ts";
import { needingScenes } from "./testing/scenes/needing.ts";
import { pictureScenes } from "./testing/scenes/pictures.ts";
import { sessionEndsElsewhere } from "./testing/scenes/session-end.ts";
import { standingScenes } from "./testing/scenes/standing.ts";
import { Visitor } from "./testing/visitor.ts";

const patience = { timeout: 180_000 };

let bridge: RunningBridge;
let browser: Browser;
let page: string;
let sample: Awaited<ReturnType<typeof fillWithSample>>;
let backfillId: string;

beforeAll(async () => {
  page = await buildPage();
  bridge = await RunningBridge.start();
  browser = await openBrowser();
  sample = await fillWithSample(bridge);
  const backfill = await bridge.call<{ id: string }>("POST", "/api/backfills", { from: "both", start: false });
  backfillId = backfill.id;
}, 120_000);

afterAll(async () => {
  await browser.close();
  await bridge.stop();
});

const views = () =>
  [
    ["/", "Overview"],
    ["/tickets", "Tickets"],
    [`/tickets/${sample.linkId}`, /^Tickets \d/],
    ["/messages", "Messages"],
    [`/messages/${sample.heldMirrorId}`, /^Message \d/],
    ["/attention", "Needs attention"],
    ["/backfill", "Backfill"],
    [`/backfill/${backfillId}`, /^Backfill \d/],
    ["/audit", "Audit"],
    ["/connections", "Connections"],
    ["/log", "Log"],
    ["/access", "Access"],
    ["/nowhere", "Nothing here"],
  ] as const;

it("loads at most 250 KB of gzipped script until the first view stands, whichever it is", patience, async () => {
  const folder = `${page}released/`;
  await buildReleasedPage(folder);
  const { view, bytes } = firstLoad(folder);
  expect(view).toMatch(/^src\/views\//);
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThanOrEqual(250_000);
});

describe("signing in", () => {
  it("is refused in a sentence with a wrong token, lets the right one in and out again", patience, async () => {
    const visitor = await Visitor.come(browser, bridge.url);
    await visitor.open("/tickets");
    await visitor.page.getByLabel("Token", { exact: true }).fill("not-the-token");
    await visitor.page.getByRole("button", { name: "Sign in" }).click();
    await visitor.page.getByText("That is no token of this bridge.").waitFor();
    expect(await visitor.accessibilityFindings()).toEqual([]);
    await visitor.page.getByLabel("Token", { exact: true }).fill(bridge.token);
    await visitor.page.getByRole("button", { name: "Sign in" }).click();
    await visitor.page.getByRole("heading", { level: 1, name: "Tickets" }).waitFor();
    expect(await visitor.page.evaluate(() => document.cookie)).toBe("");
    await visitor.page.getByRole("button", { name: /^Signed in as/ }).click();
    await visitor.page.getByRole("menuitem", { name: "Sign out" }).click();
    await visitor.page.getByRole("button", { name: "Sign in" }).waitFor();
    await visitor.leave();
  });

  it("ends with all that was shown in it, also where another tab signs out or somebody else in", patience, async () => {
    await sessionEndsElsewhere(bridge, browser);
  });
});

it("every view is usable by everybody in both themes, fits a phone, and nothing in it runs", patience, async () => {
  const visitor = await Visitor.come(browser, bridge.url);
  await visitor.signIn(bridge.token);
  const findings: Record<string, unknown> = {};
  for (const [path, heading] of views()) {
    await visitor.view(path, heading);
    const found = await visitor.findingsInBothThemes();
    const overflow = await visitor.overflowOnPhone();
    if (found.length > 0 || overflow > 0) findings[path] = { found, overflow };
  }
  expect(findings).toEqual({});
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
});

it(
  "a message that is written shows by itself within two seconds, also after the bridge was restarted",
  patience,
  async () => {
    const visitor = await Visitor.come(browser, bridge.url);
    await visitor.signIn(bridge.token);
    await visitor.view("/messages", "Messages");
    const live = visitor.page.getByText("Live", { exact: true });
    const rows = visitor.page.getByRole("table", { name: "Messages" }).getByRole("row");
    const writeAndSee = async () => {
      await live.waitFor();
      const before = await rows.count();
      bridge.superoffice.control.addMessage(sample.superofficeTicketId, { text: "One more." });
      // The bridge itself looks once a second; what counts is how long the page is behind it. The first row is the head.
      await bridge.hasMirrors(before);
      const written = performance.now();
      await rows.nth(before).waitFor();
      return performance.now() - written;
    };
    /** Of three, as a busy machine is no slow page. */
    const best = async () => {
      let least = Number.POSITIVE_INFINITY;
      for (let turn = 0; turn < 3 && least > 2_000; turn += 1) least = Math.min(least, await writeAndSee());
      return least;
    };
    expect(await best()).toBeLessThanOrEqual(2_000);
    await bridgeGoesAndComes(bridge, visitor, sample);
    expect(await best()).toBeLessThanOrEqual(2_000);
    await visitor.leave();
  },
);

it("a viewer sees everything and is offered no act, and the bridge refuses one", patience, async () => {
  const { token } = await bridge.call<{ token: string }>("POST", "/api/tokens", { name: "Vera", role: "viewer" });
  const visitor = await Visitor.come(browser, bridge.url);
  await visitor.signIn(token);
  await visitor.view("/attention", "Needs attention");
  await visitor.page.getByText("cannot hold internal messages").first().waitFor();
  expect(await visitor.page.getByRole("main").getByRole("button").count()).toBe(0);
  const internal = visitor.page.getByRole("main").getByText("Internal", { exact: true });
  await internal.first().waitFor();
  const retry = `/api/mirrors/${sample.heldMirrorId}/retry`;
  expect(await visitor.page.evaluate(async (path) => (await fetch(path, { method: "POST" })).status, retry)).toBe(403);
  await visitor.view(`/messages/${sample.heldMirrorId}`, /^Message \d/);
  await visitor.heading.getByText("Internal", { exact: true }).waitFor();
  await visitor.view("/messages", "Messages");
  await visitor.row("Messages", "Held").getByText("Internal", { exact: true }).waitFor();
  // What crossed as an internal note is one too, of the pair that takes them.
  expect(await internal.count()).toBe(2);
  await visitor.leave();
});

it("an operator skips all of one cause after a confirmation that names the number", patience, async () => {
  const { token } = await bridge.call<{ token: string }>("POST", "/api/tokens", { name: "Olga", role: "operator" });
  const visitor = await Visitor.come(browser, bridge.url);
  await visitor.signIn(token);
  await visitor.view("/attention", "Needs attention");
  await visitor.page.getByRole("button", { name: /^Skip 1…/ }).click();
  const dialog = visitor.page.getByRole("dialog", { name: "Skip 1 item?" });
  expect(await visitor.accessibilityFindings()).toEqual([]);
  await dialog.getByLabel("Reason").fill(`Said on the phone. ${hostile}`);
  await dialog.getByRole("button", { name: "Skip 1 item" }).click();
  await visitor.page.getByText("Nothing needs you").waitFor();
  await visitor.view("/log?name=Olga", "Log");
  await visitor.page.getByText(`Said on the phone. ${hostile}`).first().waitFor();
  await visitor.view(`/messages/${sample.heldMirrorId}`, /^Message \d/);
  await visitor.page.getByText(`Said on the phone. ${hostile}`).first().waitFor();
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
});

describe("the administrator, in one sitting", patience, () => {
  let administrator: Visitor;
  const stage = () => ({ bridge, browser, administrator });

  beforeAll(async () => {
    administrator = await Visitor.come(browser, bridge.url);
    await administrator.signIn(bridge.token);
  });
  afterAll(() => administrator.leave());

  linkingScenes(stage);
  clearingScenes(stage);
  needingScenes(stage);
  standingScenes(stage);
  historyScenes(stage);
  connectionScenes(stage);
  accessScenes(stage);
  logScenes(stage);
  pictureScenes(stage);
  hearingScenes(stage);
  movingScenes(stage);
  formattedScenes(stage);
});

describe("what people wrote", () => {
  const named = async (name: string, role: string) => {
    const { token } = await bridge.call<{ token: string }>("POST", "/api/tokens", { name, role });
    const visitor = await Visitor.come(browser, bridge.url);
    await visitor.signIn(token);
    return visitor;
  };
  const usable = async (visitor: Visitor) => ({
    found: await visitor.findingsInBothThemes(),
    overflow: await visitor.overflowOnPhone(),
  });

  it("is shown beside its mirror once an operator asks, and that asking stands in the log", patience, async () => {
    const visitor = await named("Tessa", "operator");
    const { page } = visitor;
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await visitor.view(`/messages/${sample.htmlMirrorId}`, /^Message \d/);
    expect(await page.getByText("Look", { exact: false }).count()).toBe(0);
    await page.getByRole("button", { name: "Show the texts" }).click();
    const mirror = page.getByRole("region", { name: /^Mirror: Requestor message/ });
    await mirror.getByText("Look").waitFor();
    await page.getByText(/^The bridge’s line: \[/).waitFor();
    await page.getByText(/^Both say the same|^They differ in \d/).waitFor();
    expect(await usable(visitor)).toEqual({ found: [], overflow: 0 });
    await page.getByText("As formatted", { exact: true }).click();
    const frame = page.frameLocator('iframe[title^="Source: SuperOffice message"]');
    await frame.locator("b", { hasText: "Look" }).waitFor();
    await frame.getByText("[picture, not loaded: A logo]").waitFor();
    expect(await page.locator("iframe").first().getAttribute("sandbox")).toBe("");
    expect(await usable(visitor)).toEqual({ found: [], overflow: 0 });
    expect(asked.filter((url) => !url.startsWith(bridge.url) && !url.startsWith("data:"))).toEqual([]);
    await page.getByRole("button", { name: "Hide the texts" }).click();
    await page.getByRole("button", { name: "Show the texts" }).waitFor();
    expect(await page.locator("iframe").count()).toBe(0);
    await visitor.view("/log?name=Tessa", "Log");
    await page.getByText(/^Read the text of message \d+ of SuperOffice ticket/).waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it("is shown in both conversations once an operator asks, and never to a viewer", patience, async () => {
    const operator = await named("Thea", "operator");
    const conversation = (visitor: Visitor) => visitor.page.getByRole("list", { name: "Both conversations" });
    await operator.view(`/tickets/${sample.linkId}`, /^Tickets \d/);
    await operator.page.getByRole("button", { name: "Show the texts" }).click();
    await conversation(operator).getByText("For us only.").waitFor();
    expect(await conversation(operator).getByText("Which device is it?").count()).toBe(2);
    expect(await usable(operator)).toEqual({ found: [], overflow: 0 });
    bridge.superoffice.control.addMessage(sample.superofficeTicketId, { text: "Said since." });
    await operator.page.getByRole("button", { name: /^Show \d more texts?/ }).click();
    await conversation(operator).getByText("Said since.").first().waitFor();
    expect(operator.complaints).toEqual([]);
    await operator.leave();
    const viewer = await named("Viktor", "viewer");
    for (const [path, heading] of [
      [`/tickets/${sample.linkId}`, /^Tickets \d/],
      [`/messages/${sample.htmlMirrorId}`, /^Message \d/],
    ] as const) {
      await viewer.view(path, heading);
      await viewer.page.getByText("shown to operators and administrators only").waitFor();
      expect(await viewer.page.getByRole("button", { name: "Show the texts" }).count()).toBe(0);
    }
    await viewer.leave();
  });

  it(
    "of an edit that is held is shown with what somebody wrote over its mirror, marked word by word",
    patience,
    async () => {
      const { id } = bridge.requestor.control.addMessage(sample.requestorTicketId, {
        from: "kim",
        text: "The printr is dead.",
      });
      const mirror = async () =>
        (
          await bridge.call<{
            items: { id: string; source: { messageId: string }; target: { messageId: string } | null }[];
          }>("GET", `/api/mirrors?linkId=${sample.linkId}&side=requestor`)
        ).items.find(({ source, target }) => source.messageId === String(id) && target !== null);
      await expect.poll(mirror, { timeout: 30_000 }).toBeDefined();
      const standing = Number((await mirror())?.target?.messageId);
      bridge.superoffice.control.editMessage(standing, { text: "The printr is dead, they say." });
      bridge.requestor.control.editMessage(id, { text: "The printer is dead." });
      const held = async () =>
        (
          await bridge.call<{ items: { id: string }[] }>(
            "GET",
            `/api/mirrors?linkId=${sample.linkId}&state=held&kind=edit`,
          )
        ).items[0];
      await expect.poll(held, { timeout: 30_000 }).toBeDefined();
      const visitor = await named("Tilda", "operator");
      const { page } = visitor;
      await visitor.view(`/messages/${(await held())?.id ?? ""}`, /^Edit \d/);
      await page.getByText("There it says: “…” The edit says: “…”").first().waitFor();
      await page.getByRole("button", { name: "Show the texts" }).click();
      await page.getByText("They differ in 2 marked places.").waitFor();
      const marks = (name: RegExp, mark: string) => page.getByRole("region", { name }).locator(mark).allTextContents();
      expect(await marks(/^Source, as edited: Requestor/, "del")).toEqual(["[Only here: printer]"]);
      expect(await marks(/^Mirror: SuperOffice/, "ins")).toEqual(["[Only here: printr]", "[Only here: , they say]"]);
      expect(await usable(visitor)).toEqual({ found: [], overflow: 0 });
      await visitor.leave();
    },
  );
});
