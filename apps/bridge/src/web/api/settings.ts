import { DeliveryError, sideName, type Account, type Side } from "@ticket-bridge/helpdesk";

import { iso } from "./as-json.ts";
import type { ApiContext } from "./context.ts";
import { operation, type AnyOperation } from "./operation.ts";
import { refusePaused } from "./refuse-paused.ts";
import * as schemas from "./schemas/settings.ts";
import { parameters } from "./schemas/words.ts";

export function settingsOperations(context: ApiContext): AnyOperation[] {
  return [getSettings(context), testSide(context)];
}

function getSettings({ settings }: ApiContext): AnyOperation {
  return operation({
    id: "getSettings",
    method: "get",
    path: "/api/settings",
    summary: "What is configured; of secrets only whether they are set",
    success: { status: 200, description: "The settings", schema: schemas.settings },
    problems: {},
    handle: () => Promise.resolve({ settings }),
  });
}

function testSide(context: ApiContext): AnyOperation {
  return operation({
    id: "testSide",
    method: "post",
    path: "/api/sides/{side}/test",
    summary: "Try the credentials, the account and the reading of a ticket now, step by step; writes nothing there",
    params: parameters.side,
    success: { status: 200, description: "What came of each step", schema: schemas.sideTest },
    problems: { 404: "No such side", 409: "It is paused" },
    describe: ({ params }) => ({
      what: `Tested the connection to ${sideName(params.side)}.`,
      target: { kind: "side", id: params.side },
    }),
    handle: async ({ params: { side } }) => {
      await refusePaused(context.store, [side]);
      return { side, at: iso(Date.now()), steps: await tryOut(context, side) };
    },
  });
}

interface Step {
  readonly step: "credentials" | "internal-messages" | "ticket";
  readonly ok: boolean | null;
  readonly sentence: string;
}

async function tryOut({ store, helpdesks }: ApiContext, side: Side): Promise<readonly Step[]> {
  const name = sideName(side);
  const account = await outcomeOf(() => helpdesks[side].describeAccount());
  if ("failure" in account) {
    return [
      { step: "credentials", ok: false, sentence: account.failure },
      { step: "internal-messages", ok: null, sentence: "Not tried, because the account could not be asked." },
      { step: "ticket", ok: null, sentence: "Not tried, because the account could not be asked." },
    ];
  }
  const [link] = (await store.listLinks({ cursor: null, limit: 1 })).items;
  return [
    { step: "credentials", ok: true, sentence: `${name} answers, and the bridge works as ${nameOf(account.value)}.` },
    internalMessages(name, account.value),
    link === undefined
      ? { step: "ticket", ok: null, sentence: "No ticket is linked yet, so none was read." }
      : await readTicket(
          { helpdesks },
          side,
          side === "superoffice" ? link.superofficeTicketId : link.requestorTicketId,
        ),
  ];
}

const nameOf = ({ id, name }: Account) => (name === "" ? `account ${id}` : name);

function internalMessages(name: string, { canWriteInternal }: Account): Step {
  const sentence = canWriteInternal
    ? "The account may write internal messages."
    : `The account may not write internal messages, so those are held; give it an operator's account in ${name}.`;
  return { step: "internal-messages", ok: canWriteInternal, sentence };
}

async function readTicket(
  { helpdesks }: Pick<ApiContext, "helpdesks">,
  side: Side,
  ticketId: Parameters<ApiContext["helpdesks"][Side]["readTicket"]>[0],
): Promise<Step> {
  const read = await outcomeOf(() => helpdesks[side].readTicket(ticketId));
  if ("failure" in read) return { step: "ticket", ok: false, sentence: read.failure };
  if (read.value !== null) return { step: "ticket", ok: true, sentence: `Ticket ${ticketId} was read.` };
  return {
    step: "ticket",
    ok: false,
    sentence: `Ticket ${ticketId} is linked, and the account may not see it, or it is gone.`,
  };
}

async function outcomeOf<Value>(ask: () => Promise<Value>): Promise<{ value: Value } | { failure: string }> {
  try {
    return { value: await ask() };
  } catch (error) {
    if (error instanceof DeliveryError) return { failure: error.message };
    throw error;
  }
}
