import express from "express";
import type { Express, Request, Response, Router } from "express";

import { collectBody } from "../body.ts";
import { ChangeSignal } from "../change-signal.ts";
import { brokenRequest, withoutRoute } from "../dead-ends.ts";
import { controlListener } from "../control-http.ts";
import { ExchangeRunner } from "../exchange.ts";
import type { Answer } from "../exchange.ts";
import { FaultPlan } from "../faults.ts";
import { FaultTally } from "../fault-tally.ts";
import { Ledger } from "../ledger.ts";
import { Listener } from "../listener.ts";
import { Records } from "../records.ts";
import { StateFile } from "../state-file.ts";
import { Troubles } from "../troubles.ts";
import { WebhookPost } from "../webhook-post.ts";
import { superOfficeApi } from "./api.ts";
import { SuperOfficeAuthority } from "./auth.ts";
import { SuperOfficeControl } from "./control.ts";
import { superOfficeControlRoutes } from "./control-routes.ts";
import { SuperOfficeDesk } from "./desk.ts";
import { json, refusalAnswer, SuperOfficeRefusal, unauthorized } from "./errors.ts";
import { SuperOfficeLogin } from "./login.ts";
import type { SuperOfficeDump } from "./model.ts";
import { superOfficeSettings } from "./options.ts";
import type { SuperOfficeSettings, SuperOfficeSimulatorOptions } from "./options.ts";
import type { SuperOfficeParts } from "./parts.ts";
import { parsed } from "./request-body.ts";
import { SuperOfficeState } from "./state.ts";
import { WebhookDelivery } from "./webhooks.ts";

export type SuperOfficeSimulator = {
  /** Tenant base, e.g. `http://127.0.0.1:4711/Cust12345`; the API lies below it at `/api/v1`. */
  readonly url: string;
  /** Where the login service, the state API and `/_control` are. */
  readonly origin: string;
  /** Where `/_control` also is, and answers while the helpdesk itself refuses connections. */
  readonly controlUrl: string;
  readonly control: SuperOfficeControl;
  /** Ends every connection and saves the state. */
  stop: () => Promise<void>;
};

/** Starts a SuperOffice Service tenant on loopback. Rejects when the port is taken or the state file is broken. */
export async function startSuperOfficeSimulator(
  options: SuperOfficeSimulatorOptions = {},
): Promise<SuperOfficeSimulator> {
  const settings = superOfficeSettings(options);
  const state = new SuperOfficeState();
  const dump = StateFile.load(settings.stateFile);
  if (dump !== undefined) state.restore(dump as SuperOfficeDump);
  const file = new StateFile(settings.stateFile, () => state.dump());
  const signal = new ChangeSignal();
  const stored = new ChangeSignal();
  const ledger = new Ledger();
  const tally = new FaultTally();
  const webhookPost = new WebhookPost(tally);
  const delivery = new WebhookDelivery(stored, webhookPost);
  const desk = new SuperOfficeDesk(settings, { state, ledger }, stored, (event) => delivery.announce(event));
  delivery.serve(desk);
  const authority = new SuperOfficeAuthority(settings, () => desk.now());
  const plan = new FaultPlan(settings.random, tally);
  const records = new Records(signal);
  const runner = new ExchangeRunner(plan, records, {
    ownError,
    unauthorized,
    expireTickets: () => authority.expireTickets(),
  });
  stored.subscribe(() => {
    file.schedule();
    signal.changed();
  });

  const home = { origin: "" };
  const listener = new Listener((request, response) => {
    app(request, response);
  }, settings.host);
  const move = async () => {
    home.origin = await listener.listen(0);
    return `${home.origin}/${settings.tenant}`;
  };
  const troubles = new Troubles({ plan, tally, webhookPost, runner, listener, clock: desk });
  const control = new SuperOfficeControl({ desk, troubles, records, ledger, signal, delivery, authority, move });
  const routes = superOfficeControlRoutes(control);
  const app = assemble(settings, { desk, records, faults: plan, runner, authority, delivery, home }, routes);
  if (dump === undefined) options.seed?.(control);
  const origin = await listener.listen(settings.port);
  home.origin = origin;
  const ownListener = controlListener(routes, settings.host);
  const controlUrl = await ownListener.listen(settings.controlPort);
  return {
    url: `${origin}/${settings.tenant}`,
    origin,
    controlUrl,
    control,
    async stop() {
      delivery.stop();
      troubles.stop();
      runner.stop();
      await Promise.all([listener.close(), ownListener.close()]);
      file.save();
    },
  };
}

function assemble(settings: SuperOfficeSettings, parts: SuperOfficeParts, routes: Router): Express {
  const { desk, faults, runner, authority, home } = parts;
  const login = new SuperOfficeLogin(settings, authority);
  const app = express();
  app.disable("x-powered-by");
  app.use(collectBody(settings.maxBodyBytes));
  app.use("/_control", routes);

  const besideTenant =
    (route: string, perform: (request: Request) => Answer) => (request: Request, response: Response) =>
      runner.run(request, response, {
        target: { method: request.method, path: request.path, ticketId: null, writes: false },
        route,
        query: {},
        body: undefined,
        now: () => desk.now(),
        perform: () => perform(request),
      });
  app.post(
    "/login/api/PartnerSystemUser/Authenticate",
    besideTenant("/Login/api/PartnerSystemUser/Authenticate", (request) =>
      login.authenticate(parsed(request), desk.now(), `${home.origin}/${settings.tenant}/`),
    ),
  );
  app.get(
    "/login/.well-known/jwks",
    besideTenant("/login/.well-known/jwks", () => login.jwks()),
  );
  app.get(
    "/api/state/:tenant",
    besideTenant("/api/state/{tenant}", (request) =>
      tenantState(settings, request.params["tenant"], faults.offline, home.origin, desk.now()),
    ),
  );
  app.use(`/${settings.tenant}/api/v1`, superOfficeApi(parts));
  app.use(
    withoutRoute,
    brokenRequest(() => ownError(500)),
  );
  return app;
}

/** GET /api/state/{tenant} of the tenant status API. */
function tenantState(
  settings: SuperOfficeSettings,
  tenant: unknown,
  offline: boolean,
  origin: string,
  now: Date,
): Answer {
  if (tenant !== settings.tenant) return { status: 404, body: null };
  return json(200, {
    ContextIdentifier: settings.tenant,
    Endpoint: origin,
    State: offline ? "Offline" : "Running",
    IsRunning: !offline,
    ValidUntil: new Date(now.getTime() + 60_000).toISOString(),
    Api: `${origin}/${settings.tenant}`,
  });
}

function ownError(status: number): Answer {
  return refusalAnswer(new SuperOfficeRefusal(status, "SoException", "The server could not do this"));
}
