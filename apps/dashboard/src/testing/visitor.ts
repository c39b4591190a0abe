import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import type { AxeResults } from "axe-core";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { expect } from "vitest";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const pictures = new URL("../../../../docs/images/", import.meta.url);

const mostKeys = 80;

const wide = { width: 1280, height: 800 };

/** Run in the page: how far it, or what lists something in it, is wider than there is room. */
const overflow = () =>
  Math.max(
    ...[document.documentElement, ...document.querySelectorAll("main [role=region]")].map(
      ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
    ),
  );

/** A person at the page, in a browser of their own. */
export class Visitor {
  readonly page: Page;
  /** What the browser complained of: refused by the policy, thrown by a script, or a dialog that injected words opened. */
  readonly complaints: string[] = [];
  readonly #context: BrowserContext;
  readonly #url: string;

  private constructor(context: BrowserContext, page: Page, url: string) {
    this.#context = context;
    this.page = page;
    this.#url = url;
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("dialog", (dialog) => {
      this.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("console", (message) => {
      if (message.type() === "error" && /Content Security Policy|React/i.test(message.text())) {
        this.complaints.push(message.text());
      }
    });
  }

  static async come(browser: Browser, url: string): Promise<Visitor> {
    const context = await browser.newContext({ colorScheme: "light", viewport: wide, reducedMotion: "reduce" });
    return new Visitor(context, await context.newPage(), url);
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.#url}${path}`);
  }

  async signIn(token: string): Promise<void> {
    await this.open("/");
    await this.page.getByLabel("Token", { exact: true }).fill(token);
    await this.page.getByRole("button", { name: "Sign in" }).click();
    await this.page.getByRole("navigation").waitFor({ state: "attached" });
  }

  /** Goes to a view as a link of the page does, and waits until what it reads has come. */
  async view(path: string, heading: string | RegExp): Promise<void> {
    await this.page.evaluate((to) => history.pushState(null, "", to), path);
    await this.page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await this.page.waitForFunction(() => document.querySelector(".mantine-Skeleton-root") === null);
  }

  /** Goes on with a key, as who has no mouse does, until this has the focus. */
  async reach(target: Locator, key = "Tab"): Promise<void> {
    await target.waitFor();
    for (let pressed = 0; pressed < mostKeys; pressed += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press(key);
    }
    throw new Error(`${mostKeys} times ${key} does not lead to ${String(target)}.`);
  }

  /** Waits until this has the focus, as who has no mouse goes on from there. */
  async hasFocus(target: Locator): Promise<void> {
    const isFocused = () => target.evaluate((element) => element === document.activeElement).catch(() => false);
    await expect.poll(isFocused, { timeout: 15_000, message: `the focus of ${String(target)}` }).toBe(true);
  }

  /** The view's heading. */
  get heading(): Locator {
    return this.page.getByRole("heading", { level: 1 });
  }

  /** Waits until something within this has the focus. */
  async hasFocusWithin(target: Locator): Promise<void> {
    const isWithin = () => target.evaluate((element) => element.contains(document.activeElement)).catch(() => false);
    await expect.poll(isWithin, { timeout: 15_000, message: `a focus within ${String(target)}` }).toBe(true);
  }

  /** Answers the page's question. */
  async confirm(question: string | RegExp, answer: string): Promise<void> {
    await this.page.getByRole("dialog", { name: question }).getByRole("button", { name: answer, exact: true }).click();
  }

  /** The row of a table in which these words stand. */
  row(table: string, words: string | RegExp): Locator {
    return this.page.getByRole("table", { name: table }).getByRole("row").filter({ hasText: words });
  }

  /** The findings of axe by WCAG 2.2 AA and its good practices, each with where it is. */
  async accessibilityFindings(): Promise<string[]> {
    // Playwright's evaluation is not bound by the page's policy, as a script element would be.
    await this.page.evaluate(axe);
    const { violations } = await this.page.evaluate(
      async () =>
        await (window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
          resultTypes: ["violations"],
        }),
    );
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  }

  /** The findings in either theme. */
  async findingsInBothThemes(): Promise<string[]> {
    const findings: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await this.#showIn(colorScheme);
      findings.push(...(await this.accessibilityFindings()).map((each) => `${colorScheme}: ${each}`));
    }
    return findings;
  }

  /** How far the page, or a table in it, is wider than a phone's screen of 360 pixels. */
  async overflowOnPhone(): Promise<number> {
    return await this.overflowAt(360);
  }

  /** How far the page, or a table in it, is wider than a screen of this width. */
  async overflowAt(width: number): Promise<number> {
    await this.page.setViewportSize({ width, height: 740 });
    await this.#settled();
    // What is laid out anew by a script is so a moment after the screen changed.
    const fits = () => this.page.evaluate(overflow).then((pixels) => pixels === 0);
    await expect
      .poll(fits, { timeout: 5_000 })
      .toBe(true)
      .catch(() => undefined);
    const pixels = await this.page.evaluate(overflow);
    await this.page.setViewportSize(wide);
    return pixels;
  }

  async #showIn(colorScheme: "light" | "dark"): Promise<void> {
    await this.page.emulateMedia({ colorScheme });
    await this.page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    await this.#settled();
  }

  /** Colours and places that still change are neither the old ones nor the new ones. */
  async #settled(): Promise<void> {
    await this.page.waitForFunction(() => document.getAnimations().length === 0);
  }

  /** Keeps what is shown for the README where SCREENSHOTS says so; any other run leaves the work tree as it is. */
  async keepPictures(name: string): Promise<void> {
    if (process.env["SCREENSHOTS"] === undefined) return;
    for (const colorScheme of ["light", "dark"] as const) {
      await this.#showIn(colorScheme);
      await this.page.screenshot({ path: fileURLToPath(new URL(`dashboard-${name}-${colorScheme}.png`, pictures)) });
    }
    await this.#showIn("light");
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }
}
