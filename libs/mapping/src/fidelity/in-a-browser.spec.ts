import { readFileSync } from "node:fs";

import { sides } from "@ticket-bridge/helpdesk";
import fc from "fast-check";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";

import { readClientSamples } from "../testing/client-samples.ts";
import { hostile } from "../testing/hostile-html.ts";
import { openBrowser } from "../testing/open-browser.ts";
import { crossing } from "../testing/there-and-back.ts";

const place = new URL("../testing/", import.meta.url);
const samples = readClientSamples((path) => readFileSync(new URL(path, place), "utf8"));

/** Every way by which a sample tells that it ran, and every call that would leave the page. */
const traps = `
  window.hits = [];
  window.__hit = (what) => window.hits.push(String(what));
  for (const name of ["alert", "confirm", "prompt", "print", "open", "fetch"]) window[name] = () => window.__hit(name);
  // Links that a mirror may keep lead away, which is no fault of theirs.
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a");
    if (/^(https?|mailto|tel):$/.test(link?.protocol ?? "")) event.preventDefault();
  }, true);
  addEventListener("securitypolicyviolation", (event) => window.__hit(event.violatedDirective));
`;

/** Does with the page what a reader might: points at everything, focuses it, clicks it, and sets it in once more. */
const readAll = `(async () => {
  const touch = () => {
    for (const element of document.querySelectorAll("body *")) {
      for (const type of ["mouseover", "pointerrawupdate", "focus", "toggle", "beforeinput"]) {
        element.dispatchEvent(new Event(type, { bubbles: true }));
      }
      if (typeof element.click === "function") element.click();
    }
  };
  touch();
  const again = document.body.innerHTML;
  document.body.innerHTML = again;
  touch();
  const table = document.createElement("table");
  document.body.append(table);
  table.innerHTML = again;
  touch();
  await new Promise((resolve) => setTimeout(resolve, 20));
  return window.hits;
})()`;

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
});

/** What ran in a page that shows this markup and what it tried to load but pictures; nothing reaches the network. */
async function whatRan(page: Page, markup: string): Promise<readonly string[]> {
  const ran: string[] = [];
  page.removeAllListeners();
  page.on("dialog", (dialog) => {
    ran.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.unrouteAll();
  await page.route("**/*", async (route) => {
    const request = route.request();
    if (request.url() === "http://page.test/") {
      await route.fulfill({ contentType: "text/html", body: `<!doctype html><meta charset=utf-8>${markup}` });
      return;
    }
    if (request.resourceType() !== "image") ran.push(`${request.resourceType()} ${request.url()}`);
    await route.abort();
  });
  await page.goto("http://page.test/", { waitUntil: "load" });
  return [...ran, ...(await page.evaluate<string[]>(readAll))];
}

async function trappedPage(): Promise<Page> {
  const page = await browser.newPage();
  await page.addInitScript(traps);
  return page;
}

it("nothing of any sample runs in a browser, in either direction", async () => {
  const page = await trappedPage();
  for (const { name, text } of samples) {
    const bodies = sides.flatMap((side) => {
      const { body, beside } = crossing(side, { format: "html", text });
      return beside === null ? [body.text] : [body.text, beside];
    });
    expect(await whatRan(page, bodies.join("\n<hr>\n")), name).toEqual([]);
  }
});

it("nothing of generated markup runs in a browser", async () => {
  const page = await trappedPage();
  const made = fc.sample(hostile, 150).map((text) => crossing("requestor", { format: "html", text }).body.text);
  for (let start = 0; start < made.length; start += 15) {
    const some = made.slice(start, start + 15);
    expect(await whatRan(page, some.join("\n<hr>\n")), JSON.stringify(some)).toEqual([]);
  }
});

it("the traps see what runs where nothing is cleaned", async () => {
  const page = await trappedPage();
  for (const name of ["hostile-scripts", "hostile-attributes", "hostile-mutations"]) {
    const text = samples.find((sample) => sample.name === name)?.text ?? "";
    expect(await whatRan(page, text), name).not.toEqual([]);
  }
  expect(await whatRan(page, '<a href="javascript:window.__hit(1)">x</a>')).not.toEqual([]);
});
