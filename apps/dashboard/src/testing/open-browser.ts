import { chromium, type Browser, type LaunchOptions } from "playwright-core";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    readonly chromium: LaunchOptions;
  }
}

/** Real headless Chromium, as vitest.browser.ts has it launched. */
export async function openBrowser(): Promise<Browser> {
  return await chromium.launch(inject("chromium"));
}
