import chromium from "@sparticuz/chromium";
import type { LaunchOptions } from "playwright-core";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    readonly chromium: LaunchOptions;
  }
}

/** The package's arguments are made for a cloud function; these two would switch off what a visitor's browser has. */
const unlikeVisitors = ["--single-process", "--disable-web-security"];

const silent = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-sync",
  "--no-first-run",
];

/** How tests launch real headless Chromium from npm, without any system package; it is unpacked here, once. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide("chromium", {
    executablePath: await chromium.executablePath(),
    args: [...chromium.args.filter((argument) => !unlikeVisitors.includes(argument)), ...silent],
    headless: true,
    // Without it Chromium calls a download of a name with an accent "download".
    env: { ...process.env, LANG: "C.UTF-8" },
  });
}
