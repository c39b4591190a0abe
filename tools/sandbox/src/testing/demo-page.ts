import { readFile } from "node:fs/promises";
import type { Frame, Locator, Page } from "playwright-core";
import { vi } from "vitest";

import type { DeskName } from "../desks/desk.ts";

export interface Typed {
  readonly as: string;
  readonly text: string;
  readonly internal?: boolean;
  readonly html?: boolean;
}

/** The demo's page as a visitor uses it. */
export class DemoPage {
  readonly page: Page;
  /** What the browser complained about. */
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") this.complaints.push(message.text());
    });
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.desk("requestor").locator(".message").first().waitFor();
  }

  desk(desk: DeskName): Locator {
    return this.page.locator(`.desk[data-desk="${desk}"]`);
  }

  /** The cards in whose plain words the text stands. */
  cards(desk: DeskName, text: string): Locator {
    return this.desk(desk).locator(".message", { hasText: text });
  }

  /** The frame of the HTML message in which the words stand, once it is there: others may come after it meanwhile. */
  async frameOf(desk: DeskName, words: string, timeout: number): Promise<Frame> {
    return await vi.waitFor(
      async () => {
        for (const frame of this.page.frames().filter((each) => each.url().includes(`/messages/${desk}/`))) {
          if ((await frame.locator("body").textContent())?.includes(words)) return frame;
        }
        throw new Error(`No message with "${words}" is shown.`);
      },
      { timeout, interval: 50 },
    );
  }

  async type(desk: DeskName, { as, text, internal = false, html = false }: Typed): Promise<void> {
    const column = this.desk(desk);
    await column.getByLabel("Write as").selectOption({ label: as });
    await column
      .getByText(internal ? "Internal" : "Public", { exact: true })
      .last()
      .click();
    await column
      .getByText(html ? "HTML" : "Plain", { exact: true })
      .last()
      .click();
    await column.getByLabel(/^Message in/).fill(text);
    await column.getByRole("button", { name: "Send" }).click();
  }

  /** A file at a message, by its name. */
  link(desk: DeskName, name: string): Locator {
    return this.desk(desk).getByRole("link", { name, exact: true });
  }

  /** What a visitor gets who clicks on a file. */
  async download(desk: DeskName, name: string): Promise<Buffer> {
    const [download] = await Promise.all([this.page.waitForEvent("download"), this.link(desk, name).click()]);
    if (download.suggestedFilename() !== name) throw new Error(`It came as "${download.suggestedFilename()}".`);
    return await readFile(await download.path());
  }

  async choose(ticket: string): Promise<void> {
    await this.page.locator("#ticket").selectOption({ label: ticket });
    await this.desk("superoffice").locator(".message").first().waitFor();
  }

  /** Waits until nothing is on its way. */
  async inStep(): Promise<void> {
    await this.page.getByText("In step", { exact: true }).waitFor({ timeout: 15_000 });
  }

  /** Id, badge and stamps of every message of a side, in the order shown. */
  async listed(desk: DeskName): Promise<string[]> {
    const cards = await this.desk(desk).locator(".message").all();
    return Promise.all(
      cards.map(async (card) => {
        const marks = await card.locator(".badge, .stamp").allInnerTexts();
        return [await card.getAttribute("data-id"), ...marks].join(" ");
      }),
    );
  }
}
