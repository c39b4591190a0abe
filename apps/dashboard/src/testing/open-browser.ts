import chromium from "@sparticuz/chromium";
import { chromium as playwright } from "playwright-core";
import type { Browser } from "playwright-core";

/** The package's arguments are made for a cloud function; these two would switch off what a visitor's browser has. */
const unlikeVisitors = ["--single-process", "--disable-web-security"];

const silent = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-sync",
  "--no-first-run",
];

/** Real headless Chromium from npm, without any system package. */
export async function openBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args.filter((argument) => !unlikeVisitors.includes(argument)), ...silent],
    headless: true,
    // Without it Chromium calls a download of a name with an accent "download".
    env: { ...process.env, LANG: "C.UTF-8" },
  });
}
