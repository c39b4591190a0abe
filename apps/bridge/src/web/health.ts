import { Router } from "express";

/** Null: ready. Otherwise a sentence why not yet. */
export type Readiness = () => Promise<string | null>;

/** `/healthz`: the process answers. `/readyz`: the database is migrated and workers run, whatever the helpdesks do. */
export function health(readiness: Readiness): Router {
  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.json({ status: "ok" });
  });
  router.get("/readyz", async (_request, response) => {
    const reason = await readiness();
    if (reason === null) response.json({ status: "ready" });
    else response.status(503).json({ status: "not ready", reason });
  });
  return router;
}
