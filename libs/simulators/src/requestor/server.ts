import express from "express";
import type { Express } from "express";

import { collectBody } from "../body.ts";
import { ChangeSignal } from "../change-signal.ts";
import { brokenRequest, withoutRoute } from "../dead-ends.ts";
import { ExchangeRunner } from "../exchange.ts";
import { FaultPlan } from "../faults.ts";
import { Listener } from "../listener.ts";
import { Records } from "../records.ts";
import { StateFile } from "../state-file.ts";
import { deniedRefusal, formatOf, ownError, serveApi } from "./api.ts";
import { Automation } from "./automation.ts";
import { RequestorControl } from "./control.ts";
import { requestorControlRoutes } from "./control-routes.ts";
import { RequestorDesk } from "./desk.ts";
import { refusalAnswer } from "./http-error.ts";
import type { RequestorDump } from "./model.ts";
import { requestorSettings } from "./options.ts";
import type { RequestorSimulatorOptions } from "./options.ts";

export type RequestorSimulator = {
  /** Site root, e.g. `http://127.0.0.1:4712`; the API lies below it at `/api`, the control at `/_control`. */
  readonly url: string;
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
  const desk: RequestorDesk = new RequestorDesk(settings, stored, (ticket) => {
    if (desk.hook) void automation.send(desk.hook, ticket);
  });
  const dump = StateFile.load(settings.stateFile);
  if (dump !== undefined) desk.restore(dump as RequestorDump);
  const file = new StateFile(settings.stateFile, () => desk.dump());
  stored.subscribe(() => {
    file.schedule();
    signal.changed();
  });
  const faults = new FaultPlan(settings.random);
  const records = new Records(signal);
  const runner = new ExchangeRunner(faults, records, {
    ownError,
    unauthorized: (request) => refusalAnswer(deniedRefusal(), formatOf(request)),
    expireTickets: () => undefined,
  });
  const control = new RequestorControl({ desk, faults, records, signal, automation });

  const app = assemble(desk, runner, control);
  const listener = new Listener((request, response) => {
    app(request, response);
  }, settings.host);
  if (dump === undefined) options.seed?.(control);
  const url = await listener.listen(settings.port);
  return {
    url,
    control,
    async stop() {
      automation.stop();
      runner.stop();
      await listener.close();
      file.save();
    },
  };
}

function assemble(desk: RequestorDesk, runner: ExchangeRunner, control: RequestorControl): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(collectBody(desk.settings.maxBodyBytes));
  app.use("/_control", requestorControlRoutes(control));
  app.use((request, response, next) => {
    if (!/^\/api\//i.test(request.path)) next();
    else void serveApi(desk, runner, request, response).catch(next);
  });
  app.use(
    withoutRoute,
    brokenRequest((request) => ownError(500, request)),
  );
  return app;
}
