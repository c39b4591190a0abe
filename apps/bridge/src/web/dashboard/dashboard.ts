import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import express, { Router, type RequestHandler } from "express";

import { compressed } from "./compressed.ts";
import { contentSecurityPolicy } from "./content-security-policy.ts";

/** What the build leaves in its index for the nonce of each answer. */
const nonceMark = /%NONCE%|\{\{style-nonce\}\}/g;
const pictures = /^[\w-]+\.(svg|png|ico)$/;

/** The page's files as they were built. */
export interface Dashboard {
  readonly folder: string;
  readonly index: string;
  /** Beside the index: icons. */
  readonly pictures: readonly string[];
  /** Stands before what sends the assets. */
  readonly compressed: RequestHandler;
}

/** Null when the page is not built there. */
export async function openDashboard(folder: string): Promise<Dashboard | null> {
  try {
    const [index, names] = await Promise.all([readFile(join(folder, "index.html"), "utf8"), readdir(folder)]);
    return {
      ...{ folder, index, pictures: names.filter((name) => pictures.test(name)) },
      compressed: await compressed(join(folder, "assets")),
    };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/**
 * The page's assets, whose names change with their content, and the page itself at `/` and, for a browser that asks for a
 * page, at every path that nothing else is served at: the page knows which of its views that is.
 */
export function dashboard({ folder, index, pictures: names, compressed: before }: Dashboard): Router {
  const router = Router();
  const assets = { index: false, redirect: false, dotfiles: "ignore" } as const;
  router.use("/assets", before, express.static(join(folder, "assets"), { ...assets, immutable: true, maxAge: "1y" }));
  for (const name of names) {
    router.get(`/${name}`, (_request, response) => {
      response.sendFile(name, { root: folder, maxAge: "1h" });
    });
  }
  const page = answerWith(index);
  router.get("/", page);
  router.get(/.*/, (request, response, next) => {
    if (isPage(request.path, request.headers.accept)) return page(request, response, next);
    next();
  });
  return router;
}

function answerWith(index: string): RequestHandler {
  return (_request, response) => {
    const nonce = randomBytes(18).toString("base64url");
    response
      .set("content-security-policy", contentSecurityPolicy(nonce))
      .set("cache-control", "no-store")
      .type("html")
      .send(index.replace(nonceMark, nonce));
  };
}

/** A view's path, which has no file's ending and stands beside what the bridge serves otherwise. */
function isPage(path: string, accept: string | undefined): boolean {
  const isElsewhere = /^\/(api|assets|hooks|metrics|healthz|readyz)(\/|$)/.test(path);
  return !isElsewhere && !/\.\w+$/.test(path) && /\btext\/html\b/.test(accept ?? "");
}
