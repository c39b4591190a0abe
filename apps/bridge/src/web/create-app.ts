import { randomUUID } from "node:crypto";

import express, { type Express, type RequestHandler } from "express";
import helmet from "helmet";

import { type Log } from "@ticket-bridge/assembly";
import type { Metrics } from "../metrics/metrics.ts";
import { attentionOperations } from "./api/attention-groups.ts";
import { backfillOperations } from "./api/backfills.ts";
import type { ApiContext } from "./api/context.ts";
import { linkOperations } from "./api/links.ts";
import { mirrorOperations } from "./api/mirrors.ts";
import { openApiDocument } from "./api/openapi.ts";
import type { AnyOperation } from "./api/operation.ts";
import { overviewOperations } from "./api/overview.ts";
import { apiRouter } from "./api/router.ts";
import { auditOperations } from "./api/audits.ts";
import { relearnOperations } from "./api/relearning.ts";
import { settingsOperations } from "./api/settings.ts";
import { sideTestOperations } from "./api/side-test.ts";
import { sideOperations } from "./api/sides.ts";
import { statusOperations } from "./api/status.ts";
import { timelineOperations } from "./api/timeline.ts";
import { webhookOperations } from "./api/webhook.ts";
import { creationOperations } from "./api/ticket-creations.ts";
import { actOperations } from "./api/acts.ts";
import { eventOperations } from "./api/events.ts";
import { sessionOperations } from "./api/session.ts";
import { textOperations } from "./api/texts.ts";
import { tokenOperations } from "./api/tokens.ts";
import { owner } from "./auth/principal.ts";
import { failures } from "./failures.ts";
import { dashboard, type Dashboard } from "./dashboard/dashboard.ts";
import { frontPage } from "./dashboard/front-page.ts";
import { health, type Readiness } from "./health.ts";
import { hooks, type HookParts } from "./hooks/hooks.ts";
import { Problem } from "./problem.ts";

export interface AppParts {
  readonly api: ApiContext;
  readonly hooks: HookParts;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  /** Null: the page is not built. */
  readonly dashboard: Dashboard | null;
  readonly log: Log;
}

/** Everything that is served over HTTP. */
export function createApp(parts: AppParts): Express {
  const operations = operationsOf(parts.api);
  const document = openApiDocument(operations);
  const app = express();
  app.set("etag", false);
  app.use(safetyHeaders);
  app.use(named(parts.log));
  app.use(health(parts.readiness));
  app.get("/metrics", async (_request, response) => {
    const { contentType, text } = await parts.metrics.text();
    response.set("content-type", contentType).send(text);
  });
  app.use("/hooks", hooks(parts.hooks));
  app.get("/api/openapi.json", (_request, response) => {
    response.json(document);
  });
  const { door, store } = parts.api;
  app.use("/api", uncached);
  app.use(apiRouter(operations, { whoAsks: (request) => door.whoAsks(request), store, log: parts.log }));
  app.use("/api", async (request, _response, next) => {
    await door.whoAsks(request);
    next();
  });
  app.use(parts.dashboard === null ? frontPage : dashboard(parts.dashboard));
  app.all(["/", "/healthz", "/readyz", "/metrics", "/api/openapi.json"], () => {
    throw new Problem(405, "This address takes GET.", { headers: { allow: "GET, HEAD" } });
  });
  app.use((request) => {
    throw new Problem(404, `There is nothing at ${request.path}.`);
  });
  app.use(failures(parts.log));
  return app;
}

/**
 * The admin API alone and without a token, for a socket in the data folder: whoever can open that one can read the token
 * beside it as well.
 */
export function createOwnersApp({ api, log }: Pick<AppParts, "api" | "log">): Express {
  const app = express();
  app.set("etag", false);
  app.use(named(log));
  app.use(apiRouter(operationsOf(api), { whoAsks: () => Promise.resolve(owner), store: api.store, log }));
  app.use((request) => {
    throw new Problem(404, `There is nothing at ${request.path}.`);
  });
  app.use(failures(log));
  return app;
}

function operationsOf(api: ApiContext): AnyOperation[] {
  return [
    ...linkOperations(api),
    ...mirrorOperations(api),
    ...creationOperations(api),
    ...statusOperations(api),
    ...overviewOperations(api),
    ...attentionOperations(api),
    ...timelineOperations(api),
    ...sideOperations(api),
    ...sideTestOperations(api),
    ...settingsOperations(api),
    ...webhookOperations(api),
    ...auditOperations(api),
    ...relearnOperations(api),
    ...backfillOperations(api),
    ...sessionOperations(api),
    ...tokenOperations(api),
    ...textOperations(api),
    ...actOperations(api),
    ...eventOperations(api),
  ];
}

/** The bridge speaks plain HTTP. To send browsers to https is up to the proxy that has the certificate. */
const safetyHeaders = helmet({
  strictTransportSecurity: false,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      "default-src": ["'self'"],
      "object-src": ["'none'"],
      "base-uri": ["'none'"],
      "form-action": ["'self'"],
      "frame-ancestors": ["'none'"],
    },
  },
});

const uncached: RequestHandler = (_request, response, next) => {
  response.set("cache-control", "no-store");
  next();
};

/** Gives each request an id, for the answer and the log. Never its query, headers or body. */
function named(log: Log): RequestHandler {
  return (request, response, next) => {
    const requestId = randomUUID();
    response.set("x-request-id", requestId);
    const { method, path } = request;
    const begun = performance.now();
    response.on("finish", () => {
      const durationMs = Math.round(performance.now() - begun);
      log.debug({ requestId, method, path, status: response.statusCode, durationMs }, "Request.");
    });
    next();
  };
}
