import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { BridgeUnderTest } from "../../testing/bridge-under-test.ts";
import { rawCall } from "../../testing/raw-call.ts";
import { findDashboard } from "./find-dashboard.ts";

let test: BridgeUnderTest;
let folder: string;
const html = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ticket-bridge-page-"));
  await mkdir(join(folder, "assets/deep"), { recursive: true });
  await mkdir(join(folder, "types"));
  const files = {
    "index.html": '<meta name="style-nonce" content="%NONCE%"><style nonce="{{style-nonce}}"></style><p>The page',
    "icon.svg": "<svg/>",
    "manifest.json": "{}",
    "secret.env": "TOKEN=x",
    "types/main.d.ts": "export {}",
    "assets/index-a1b2.js": "export {}",
    "assets/.hidden": "x",
    "assets/large-c3d4.js": "export const large = 1",
    "assets/large-c3d4.js.br": "as brotli",
    "assets/large-c3d4.js.gz": "as gzip",
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  test = await BridgeUnderTest.start();
});
afterAll(async () => {
  await test.stop();
  await rm(folder, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = html) => rawCall(`${test.bridge.url}${path}`, { headers });

describe("a bridge without a built page", () => {
  it("says at its root how to build it, and tells the log", async () => {
    const page = await get("/");
    expect(page.status).toBe(200);
    expect(page.text).toContain("npm run build");
    expect((await get("/tickets")).status).toBe(404);
    expect(test.log.join("")).toContain("The dashboard is not built");
  });
});

describe("a bridge with a built page", () => {
  beforeAll(async () => {
    await test.stopBridge();
    test.dashboardFolder = folder;
    await test.startBridge();
  });

  it("serves it at its root and at the paths of its views, to browsers only", async () => {
    for (const path of ["/", "/tickets", "/tickets/12", "/messages?state=held", "/a/view/that/comes/later"]) {
      const page = await get(path);
      expect({ path, status: page.status }).toEqual({ path, status: 200 });
      expect(page.text).toContain("The page");
      expect(page.headers["content-type"]).toMatch(/^text\/html/);
      expect(page.headers["cache-control"]).toBe("no-store");
    }
    expect((await get("/", {})).text).toContain("The page");
    const elsewhere = await get("/tickets", { accept: "application/json" });
    expect(elsewhere).toMatchObject({ status: 404, body: { status: 404 } });
    expect((await get("/tickets", {})).status).toBe(404);
    expect((await rawCall(`${test.bridge.url}/tickets`, { method: "POST", headers: html })).status).toBe(404);
    expect((await rawCall(`${test.bridge.url}/`, { method: "POST", headers: html })).status).toBe(405);
  });

  it("gives each answer a nonce of its own, and a policy that lets nothing else in", async () => {
    const nonces = new Set<string>();
    for (let turn = 0; turn < 3; turn += 1) {
      const { headers, text } = await get("/");
      const policy = String(headers["content-security-policy"]);
      const nonce = /style-src 'self' 'nonce-([\w-]{24})'/.exec(policy)?.[1] ?? "none";
      expect(text).toBe(`<meta name="style-nonce" content="${nonce}"><style nonce="${nonce}"></style><p>The page`);
      expect(policy.replace(nonce, "x")).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-x'; img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      );
      expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it("lets browsers keep its assets for good, and serves no page in place of one that is gone", async () => {
    const asset = await get("/assets/index-a1b2.js");
    expect(asset).toMatchObject({ status: 200, text: "export {}" });
    expect(asset.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(asset.headers["content-type"]).toMatch(/javascript/);
    expect((await get("/icon.svg")).headers["cache-control"]).toBe("public, max-age=3600");
    for (const path of ["/assets/index-old.js", "/assets/", "/assets/deep", "/assets/.hidden", "/favicon.ico"]) {
      expect({ path, status: (await get(path)).status }).toEqual({ path, status: 404 });
    }
  });

  it("sends the copy of an asset that was compressed when it was built, if the browser takes it", async () => {
    const sent = async (encodings: string | null, method = "GET") => {
      const headers: Record<string, string> = encodings === null ? {} : { "accept-encoding": encodings };
      const answer = await rawCall(`${test.bridge.url}/assets/large-c3d4.js`, { headers, method });
      return [answer.text, answer.headers["content-encoding"] ?? null, answer.headers["content-type"]];
    };
    const script = "text/javascript; charset=utf-8";
    expect(await sent("gzip, deflate, br, zstd")).toEqual(["as brotli", "br", script]);
    expect(await sent("gzip, br;q=0")).toEqual(["as gzip", "gzip", script]);
    expect(await sent(null)).toEqual(["export const large = 1", null, script]);
    expect(await sent("identity")).toEqual(["export const large = 1", null, script]);
    expect(await sent("br", "POST")).toEqual([expect.any(String), null, "application/problem+json; charset=utf-8"]);
    const { headers } = await rawCall(`${test.bridge.url}/assets/large-c3d4.js`, {
      headers: { "accept-encoding": "br" },
    });
    expect(headers).toMatchObject({ "cache-control": "public, max-age=31536000, immutable", vary: "accept-encoding" });
    expect((await get("/assets/index-a1b2.js", { "accept-encoding": "br" })).text).toBe("export {}");
  });

  it("serves nothing else of that folder or above it", async () => {
    for (const path of ["/secret.env", "/manifest.json", "/types/main.d.ts", "/index.html"]) {
      expect({ path, status: (await get(path)).status }).toEqual({ path, status: 404 });
    }
    for (const path of [
      "/assets/../secret.env",
      "/assets/%2e%2e/secret.env",
      "/assets/..%2fsecret.env",
      "/assets/%00",
    ]) {
      expect([400, 403, 404]).toContain((await get(path)).status);
    }
  });

  it("does not stand in the way of what else is served", async () => {
    expect((await get("/api/nothing")).status).toBe(401);
    expect((await get("/hooks/nothing")).status).toBe(404);
    expect((await get("/healthz")).body).toEqual({ status: "ok" });
    expect((await get("/api/openapi.json")).body).toMatchObject({ openapi: "3.1.0" });
  });
});

describe("where the page is looked for", () => {
  it("is where its build puts it when the sources run, and beside a bundle otherwise", async () => {
    expect(findDashboard("/x/apps/bridge/src/web/dashboard", true)).toBe("/x/apps/dashboard/dist");
    await mkdir(join(folder, "bundle/dashboard"), { recursive: true });
    const beside = join(folder, "bundle/dashboard");
    expect(findDashboard(join(folder, "bundle"), false)).toBe(beside);
    expect(findDashboard(join(folder, "bundle/chunks"), false)).toBe(beside);
  });
});
