import express from "express";
import type { Express, Router } from "express";

import { collectBody } from "../body.ts";
import { ChangeSignal } from "../change-signal.ts";
import { brokenRequest, withoutRoute } from "../dead-ends.ts";
import { controlListener } from "../control-http.ts";
import { ExchangeRunner } from "../exchange.ts";
import { FaultPlan } from "../faults.ts";
import { FaultTally } from "../fault-tally.ts";
import { Ledger } from "../ledger.ts";
import { Listener } from "../listener.ts";
import { Records } from "../records.ts";
import { StateFile } from "../state-file.ts";
import { Troubles } from "../troubles.ts";
import { WebhookPost } from "../webhook-post.ts";
import { deniedRefusal, formatOf, ownError, serveApi } from "./api.ts";
import type { RequestorParts } from "./api.ts";
import { Automation } from "./automation.ts";
import { RequestorControl } from "./control.ts";
import { requestorControlRoutes } from "./control-routes.ts";
import { RequestorDesk } from "./desk.ts";
import { downloadedId, serveDownload } from "./download.ts";
import { refusalAnswer } from "./http-error.ts";
import type { RequestorDump } from "./model.ts";
import { requestorSettings } from "./options.ts";
import type { RequestorSimulatorOptions } from "./options.ts";

export type RequestorSimulator = {
  /** Site root, e.g. `http://127.0.0.1:4712`; the API lies below it at `/api`, the control at `/_control`. */
  readonly url: string;
  /** Where `/_control` also is, and answers while the helpdesk itself refuses connections. */
  readonly controlUrl: string;
  readonly control: RequestorControl;
  /** Ends every connection and saves the state. */
  stop: () => Promise<void>;
};

/** Starts a Requestor instance on loopback. Rejects when the port is taken or the state file is broken. */
export async function startRequestorSimulator(options: RequestorSimulatorOptions = {}): Promise<RequestorSimulator> {
  const settings = requestorSettings(options);
  const signal = new ChangeSignal();
  const stored = new ChangeSignal();
  const automation = new Automation(signal);
  const ledger = new Ledger();
  const tally = new FaultTally();
  const webhookPost = new WebhookPost(tally);
  const desk: RequestorDesk = new RequestorDesk(settings, ledger, stored, (ticket) => {
    const { hook } = desk;
    if (hook) webhookPost.pass(() => void automation.send(hook, ticket));
  });
  const dump = StateFile.load(settings.stateFile);
  if (dump !== undefined) desk.restore(dump as RequestorDump);
  const file = new StateFile(settings.stateFile, () => desk.dump());
  stored.subscribe(() => {
    file.schedule();
    signal.changed();
  });
  const plan = new FaultPlan(settings.random, tally);
  const records = new Records(signal);
  const runner = new ExchangeRunner(plan, records, {
    ownError,
    unauthorized: (request) => refusalAnswer(deniedRefusal(), formatOf(request)),
    expireTickets: () => undefined,
  });
  const listener = new Listener((request, response) => {
    app(request, response);
  }, settings.host);
  const troubles = new Troubles({ plan, tally, webhookPost, runner, listener, clock: desk });
  const control = new RequestorControl({ desk, troubles, records, ledger, signal, automation });
  const routes = requestorControlRoutes(control);
  const app = assemble({ desk, records, runner }, routes);
  if (dump === undefined) options.seed?.(control);
  const url = await listener.listen(settings.port);
  const ownListener = controlListener(routes, settings.host);
  const controlUrl = await ownListener.listen(settings.controlPort);
  return {
    url,
    controlUrl,
    control,
    async stop() {
      automation.stop();
      troubles.stop();
      runner.stop();
      await Promise.all([listener.close(), ownListener.close()]);
      file.save();
    },
  };
}

function assemble(parts: RequestorParts, routes: Router): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(collectBody(parts.desk.settings.maxBodyBytes));
  app.use("/_control", routes);
  app.use((request, response, next) => {
    if (!/^\/api\//i.test(request.path)) next();
    else void serveApi(parts, request, response).catch(next);
  });
  app.use((request, response, next) => {
    const id = downloadedId(parts.desk, request);
    if (id === null) next();
    else void serveDownload(parts, id, request, response).catch(next);
  });
  app.use(
    withoutRoute,
    brokenRequest((request) => ownError(500, request)),
  );
  return app;
}
