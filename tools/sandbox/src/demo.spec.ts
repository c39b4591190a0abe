import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { buildDashboard } from "./bridge/build-dashboard.ts";
import { otherDesk, type DeskName } from "./desks/desk.ts";
import { DemoPage, type Typed } from "./testing/demo-page.ts";
import { openBrowser } from "./testing/open-browser.ts";
import { processesNaming, StartedProgram } from "./testing/started-program.ts";

/** "At once", as a person sees it: about a second. */
const soonMs = 2_000;
/** The sample's people take their time, and a start may take as long. */
const sampleMs = 30_000;
const ready = "Ctrl-C stops all of it.";

describe("the demo, used as a person would", () => {
  const folder = mkdtempSync(join(tmpdir(), "ticket-bridge-demo-"));
  const port = 20_000 + (process.pid % 10_000);
  let demo: StartedProgram;
  let browser: Browser;
  let page: DemoPage;

  const start = async () => {
    await stop();
    // A visitor's own database must stay out of it.
    const environment = { DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" };
    demo = new StartedProgram("demo", ["--data", folder, "--port", String(port)], environment);
    await demo.said(ready);
    page = new DemoPage(await browser.newPage());
    await page.open(demo.address("Open this page"));
  };

  /** Whatever became of the demo before, nothing of it is left. */
  const stop = async () => {
    for (const pid of processesNaming(folder)) process.kill(pid, "SIGKILL");
    await nothingRuns();
  };

  const nothingRuns = () =>
    vi.waitFor(() => expect(processesNaming(folder)).toEqual([]), { timeout: 10_000, interval: 50 });

  beforeAll(async () => {
    [browser] = await Promise.all([openBrowser(), buildDashboard(() => undefined)]);
    await start();
  });

  afterAll(async () => {
    await browser.close();
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Milliseconds until a message is seen on the other side: the best of three, as a busy machine is no slow bridge. */
  const soonest = async (desk: DeskName, typed: Typed) => {
    let best = Number.POSITIVE_INFINITY;
    for (let turn = 1; turn <= 3 && best > soonMs; turn += 1) {
      const text = `${turn}: ${typed.text}`;
      await page.type(desk, { ...typed, text });
      const from = performance.now();
      await page.cards(otherDesk(desk), text).waitFor({ timeout: sampleMs });
      best = Math.min(best, Math.round(performance.now() - from));
    }
    return best;
  };

  test("says where everything is, without colours where there is no terminal", () => {
    for (const name of ["Open this page", "SuperOffice", "Requestor", "Dashboard", "Bridge"]) {
      expect(demo.address(name)).toMatch(/^http:\/\/127\.0\.0\.1:\d+/);
    }
    expect(demo.output).not.toContain("\u001b");
  });

  test("says how to sign in to the dashboard, which is there", async () => {
    const dashboard = demo.address("Dashboard");
    expect(await (await fetch(dashboard)).text()).toContain('id="root"');
    const [, token] = /sign in with (\S+)/.exec(demo.output) ?? [];
    const headers = { "content-type": "application/json", origin: new URL(dashboard).origin };
    const way = { method: "POST", headers, body: JSON.stringify({ token }) };
    expect((await fetch(new URL("/api/session", dashboard), way)).status).toBe(200);
  });

  test("what was said before the link stands on both sides, internal notes internal", async () => {
    await page.inStep();
    const secret = "Please do not mention the contract talks";
    await page.cards("requestor", secret).waitFor();
    expect(await page.cards("requestor", secret).locator(".badge").innerText()).toBe("Internal");
    expect(await page.cards("requestor", "Größe & Söhne").locator(".badge").innerText()).toBe("Public");
  });

  test("both sides end on the same message after what was said before the link", async () => {
    await page.inStep();
    const lastOf = (desk: DeskName) => page.desk(desk).locator(".message").last();
    const twin = await lastOf("superoffice").locator(".twin").getAttribute("title");
    expect(twin).toBe(`Same message in Requestor: ${await lastOf("requestor").getAttribute("data-id")}`);
  });

  test("all choices of the composer stand in one row on a small laptop", async () => {
    await page.page.setViewportSize({ width: 1280, height: 720 });
    const boxes = await page.desk("requestor").locator(".choices > *").all();
    const tops = await Promise.all(boxes.map(async (box) => Math.round((await box.boundingBox())?.y ?? -1)));
    expect(tops).toHaveLength(3);
    expect(new Set(tops).size).toBe(1);
  });

  test("a customer's words typed in SuperOffice appear in Requestor at once", async () => {
    const text = "It works again – schöne Grüße 👋";
    const milliseconds = await soonest("superoffice", { as: "Jürgen Müller, customer", text });
    console.log(`SuperOffice to Requestor, as seen in the browser: ${milliseconds} ms`);
    expect(milliseconds).toBeLessThanOrEqual(soonMs);
    expect(await page.cards("requestor", `1: ${text}`).locator(".badge").innerText()).toBe("Public");
  });

  test("an internal note typed in Requestor appears in SuperOffice as internal, and is internal there", async () => {
    const text = "Only for colleagues: the licence has expired.";
    const milliseconds = await soonest("requestor", { as: "Petra Nováková, agent", text, internal: true });
    console.log(`Requestor to SuperOffice, as seen in the browser: ${milliseconds} ms`);
    expect(milliseconds).toBeLessThanOrEqual(soonMs);
    expect(await page.cards("superoffice", `1: ${text}`).locator(".badge").innerText()).toBe("Internal");
    const held = await fetch(`${new URL(demo.address("SuperOffice")).origin}/_control/tickets/734/messages`);
    const messages = (await held.json()) as { body: string; slevel: string }[];
    const levels = messages.filter(({ body }) => body.includes(text)).map(({ slevel }) => slevel);
    expect(new Set(levels)).toEqual(new Set(["Internal"]));
  });

  test("HTML keeps its form, and nothing of it runs", async () => {
    const text = "<p>A <b>bold</b> word<script>parent.document.title='run'</script></p><ul><li>one</li></ul>";
    await page.type("requestor", { as: "Tomáš Dvořák, agent", text, html: true });
    const frame = await page.frameOf("superoffice", "A bold word", sampleMs);
    await frame.getByRole("listitem").filter({ hasText: /^one$/ }).waitFor();
    expect(await frame.locator("b").innerText()).toBe("bold");
    expect(await page.page.title()).toBe("ticket-bridge demo");
  });

  test("a picture that cannot be shown leaves one clean placeholder", async () => {
    const text = '<p>See <img src="cid:nowhere" alt="the screenshot"></p>';
    await page.type("requestor", { as: "Tomáš Dvořák, agent", text, html: true });
    const frame = await page.frameOf("requestor", "See ", sampleMs);
    await frame.getByText("Picture: the screenshot", { exact: true }).waitFor();
    expect(await frame.locator("img").count()).toBe(0);
  });

  test("a file attached in either helpdesk is at the copy too, byte for byte", async () => {
    const log = await page.download("requestor", "import.log");
    expect(log.toString()).toContain("proxy.größe-söhne.example");
    expect(log.equals(await page.download("superoffice", "import.log"))).toBe(true);
    await page.link("superoffice", "Návod k restartu.pdf").waitFor({ timeout: sampleMs });
    const pdf = await page.download("superoffice", "Návod k restartu.pdf");
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.equals(await page.download("requestor", "Návod k restartu.pdf"))).toBe(true);
  });

  test("a picture within the words shows on both sides", async () => {
    for (const desk of ["superoffice", "requestor"] as const) {
      const frame = await page.frameOf(desk, "Orders per minute", sampleMs);
      const picture = frame.getByRole("img", { name: "Orders per minute" });
      await picture.waitFor();
      const { width, height } = (await picture.boundingBox()) ?? {};
      expect([width, height]).toEqual([230, 88]);
    }
  });

  test("an edit in Requestor changes the copy in SuperOffice", async () => {
    const copy = page.cards("superoffice", "All 43 orders are through");
    await copy.locator(".stamp", { hasText: "Edited" }).waitFor({ timeout: sampleMs });
    expect(await page.cards("superoffice", "All 34 orders are through").count()).toBe(0);
    expect(await page.cards("requestor", "All 43 orders are through").locator(".stamp").innerText()).toBe("Edited");
  });

  test("an edit in SuperOffice is appended in Requestor and leads to its original", async () => {
    const correction = page.cards("requestor", "[- 01:00, -] [+ 00:00, +]");
    await correction.waitFor({ timeout: sampleMs });
    await correction.locator(".stamp", { hasText: "Correction" }).waitFor();
    const original = page.cards("superoffice", "Tonight's run starts at 00:00");
    expect(await original.locator(".stamp").innerText()).toBe("Edited");
    await correction.locator(".twin").click();
    await expect.poll(() => original.getAttribute("class")).toContain("joined");
  });

  test("a deleted message is shown as deleted, and an internal note at its copy says so", async () => {
    const text = "Sent to the wrong customer by mistake.";
    await page.type("superoffice", { as: "Robin Dahl, agent", text });
    await page.cards("requestor", text).waitFor({ timeout: sampleMs });
    await page.inStep();
    const id = await page.cards("superoffice", text).getAttribute("data-id");
    const control = `${new URL(demo.address("SuperOffice")).origin}/_control/messages/${id}`;
    expect((await fetch(control, { method: "DELETE" })).ok).toBe(true);
    const stamp = page.page.getByText("Deletion", { exact: true });
    const note = page.desk("requestor").locator(".message", { has: stamp });
    await note.waitFor({ timeout: sampleMs });
    expect(await note.locator(".badge").innerText()).toBe("Internal");
    const gone = page.desk("superoffice").locator(`.message[data-id="${id}"]`);
    await gone.getByText("This message was deleted.").waitFor();
    expect(await page.cards("requestor", text).locator(".badge").innerText()).toBe("Public");
  });

  test("a ticket opened in one helpdesk stands in both, and is offered without a reload", async () => {
    await page.page.locator("#new-ticket").click({ timeout: sampleMs });
    for (const desk of ["superoffice", "requestor"] as const) {
      await page.cards(desk, "nur noch leere Etiketten").waitFor({ timeout: sampleMs });
      await page.cards(desk, "liegt das Farbband vielleicht verkehrt herum?").waitFor({ timeout: sampleMs });
    }
    expect(await page.page.locator("#new-ticket").isHidden()).toBe(true);
    expect(await page.page.locator("#ticket option:checked").innerText()).toBe(
      "Etikettendrucker druckt leere Etiketten (#737)",
    );
    expect(await page.desk("requestor").locator("h2 .reference").innerText()).toBe("INC-000050");
    await page.choose("Order import stops at midnight (#734)");
  });

  test("a second demo in the same folder says who has it, and nothing about what it does not own", async () => {
    const second = new StartedProgram("demo", ["--data", folder, "--port", String(port + 10)]);
    expect(await second.exit).toBe(1);
    expect(second.output).toContain("A demo is running in");
    expect(second.output).not.toMatch(/Stopped|kept/);
  });

  test("a customer cannot choose internal", async () => {
    const column = page.desk("requestor");
    await column.getByLabel("Write as").selectOption({ label: "Jürgen Müller, customer" });
    expect(await column.locator("[value=internal]").isDisabled()).toBe(true);
    expect(await column.locator("[value=public]").isChecked()).toBe(true);
  });

  test("an answer that is lost doubles nothing", async () => {
    await page.desk("requestor").getByRole("button", { name: "Lose the next answer" }).click();
    await page.page.getByText("Requestor will store the next copy and not answer").waitFor();
    await page.type("superoffice", { as: "Robin Dahl, agent", text: "Said once only" });
    await page.page.getByText("a copy was stored and the answer lost").waitFor();
    await page.inStep();
    for (const desk of ["superoffice", "requestor"] as const) {
      expect(await page.cards(desk, "Said once only").allInnerTexts()).toHaveLength(1);
    }
    expect(await page.page.locator("#tally").innerText()).toContain("0 doubled");
  });

  test("the newest message stays in sight on both sides", async () => {
    for (const desk of ["superoffice", "requestor"] as const) {
      const list = await page.desk(desk).locator(".messages").boundingBox();
      const last = await page.desk(desk).locator(".message").last().boundingBox();
      expect(bottomOf(last)).toBeLessThanOrEqual(bottomOf(list));
    }
  });

  test("on a phone no card has a line for its time alone", async () => {
    const phone = new DemoPage(await browser.newPage({ viewport: { width: 360, height: 740 } }));
    await phone.open(demo.address("Open this page"));
    // As text, because it runs in the page. The first is the author, or that the message was deleted.
    const apart = await phone.page.evaluate<boolean[]>(`
      [...document.querySelectorAll(".message-head")].map((head) => {
        const [first, time] = [head.firstElementChild, head.querySelector("time")];
        return time.getBoundingClientRect().top >= first.getBoundingClientRect().bottom;
      })`);
    expect(apart.length).toBeGreaterThan(4);
    expect(apart).not.toContain(true);
    await phone.page.close();
  });

  test("what can be pressed is at least 24 pixels wide and high", async () => {
    const small = await page.page.evaluate<string[]>(`
      [...document.querySelectorAll("button, input, select, textarea")].flatMap((each) => {
        const { width, height } = each.getBoundingClientRect();
        return width > 0 && (width < 24 || height < 24) ? [each.outerHTML.slice(0, 80) + width + " x " + height] : [];
      })`);
    expect(small).toEqual([]);
  });

  test("every mirrored message leads to its twin", async () => {
    const twin = page.cards("superoffice", "Said once only").locator(".twin");
    await twin.click();
    const copy = page.cards("requestor", "Said once only");
    await expect.poll(() => copy.getAttribute("class")).toContain("joined");
  });

  test("Ctrl-C stops all of it, and the next start goes on with the same conversation", async () => {
    await page.inStep();
    const before = { superoffice: await page.listed("superoffice"), requestor: await page.listed("requestor") };
    const complaints = page.complaints.filter((text) => !/Blocked script execution|cid:nowhere/.test(text));
    demo.interrupt();
    expect(await demo.exit).toBe(0);
    expect(demo.output).toContain("Stopped. The conversation is kept");
    await nothingRuns();
    await page.page.getByText("The demo does not answer").waitFor();
    await page.page.close();
    expect(complaints).toEqual([]);

    await start();
    expect(demo.output).toContain("Going on with the conversation");
    await page.type("superoffice", { as: "Ingrid Solberg, agent", text: "Back again" });
    await page.cards("requestor", "Back again").waitFor({ timeout: sampleMs });
    await page.inStep();
    for (const desk of ["superoffice", "requestor"] as const) {
      // The sample was told to its end before, so that only the new message is added.
      const earlier = (await page.listed(desk)).slice(0, -1);
      expect(earlier).toEqual(before[desk]);
    }
    expect(await page.page.locator("#ticket option").count()).toBe(4);
    const pdf = await page.download("superoffice", "Návod k restartu.pdf");
    expect(pdf.equals(await page.download("requestor", "Návod k restartu.pdf"))).toBe(true);
    for (const desk of ["superoffice", "requestor"] as const) {
      expect(await page.cards(desk, "Said once only").allInnerTexts()).toHaveLength(1);
    }
    expect(await page.page.locator("#tally").innerText()).toContain("0 doubled");
  });

  test("a bridge that dies is reported, and everything stops with exit code 1", async () => {
    const bridge = processesNaming(`DATA_DIR=${join(folder, "bridge")}`);
    expect(bridge).toHaveLength(1);
    for (const pid of bridge) process.kill(pid, "SIGKILL");
    expect(await demo.exit).toBe(1);
    expect(demo.output).toContain("The bridge ended by itself (signal SIGKILL)");
    await nothingRuns();
    await page.page.close();
  });

  test("Ctrl-C while it starts ends the start, and how it ended is the last that is said", async () => {
    await stop();
    demo = new StartedProgram("demo", ["--data", folder, "--port", String(port)]);
    await demo.said("The bridge starts");
    demo.interrupt();
    expect(await demo.exit).toBe(0);
    const [, afterwards = ""] = demo.output.split("Stopping …");
    expect(afterwards).not.toContain("✓");
    expect(afterwards).toMatch(/Stopped before everything was up\..*\n$/);
    await nothingRuns();
  });

  test("a demo that is killed leaves no bridge behind", async () => {
    await start();
    demo.kill();
    await demo.exit;
    await nothingRuns();
  });
});

function bottomOf(box: { y: number; height: number } | null): number {
  return box === null ? Number.NaN : box.y + box.height;
}
