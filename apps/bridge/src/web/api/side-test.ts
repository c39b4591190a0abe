import { outageOf, type SideTestView } from "@ticket-bridge/assembly";
import { sideName, type Account, type Side } from "@ticket-bridge/helpdesk";

import { iso } from "./as-json.ts";
import type { ApiContext } from "./context.ts";
import { operation, type AnyOperation } from "./operation.ts";
import { refusePaused } from "./refuse-paused.ts";
import * as schemas from "./schemas/sides.ts";
import { parameters } from "./schemas/words.ts";

type Outcome = Pick<SideTestView, "failure" | "steps">;
type Step = SideTestView["steps"][number];

export function sideTestOperations(context: ApiContext): AnyOperation[] {
  return [
    operation({
      id: "testSide",
      method: "post",
      path: "/api/sides/{side}/test",
      summary: "Try the credentials, the account and the reading of a ticket now, step by step; writes nothing there",
      params: parameters.side,
      success: { status: 200, description: "What came of each step", schema: schemas.sideTest },
      problems: { 404: "No such side", 409: "It is paused" },
      describe: ({ params }) => ({
        what: `Test the connection to ${sideName(params.side)}.`,
        target: { kind: "side", id: params.side },
      }),
      handle: async ({ params: { side } }) => {
        await refusePaused(context.store, [side]);
        // Who tests wants to see what is true now, the webhook too.
        if (side === "superoffice") context.webhookReading.forget();
        return { side, at: iso(Date.now()), ...(await tryOut(context, side)) };
      },
    }),
  ];
}

async function tryOut(context: ApiContext, side: Side): Promise<Outcome> {
  const name = sideName(side);
  const account = await orFailure(() => context.checkSide(side));
  if ("failure" in account) {
    const notTried = "Not tried, because the account could not be asked.";
    return {
      failure: account.failure,
      steps: [
        { step: "credentials", ok: false, sentence: account.failure.reason },
        { step: "internal-messages", ok: null, sentence: notTried },
        { step: "ticket", ok: null, sentence: notTried },
      ],
    };
  }
  return {
    failure: null,
    steps: [
      { step: "credentials", ok: true, sentence: `${name} answers, and the bridge works as ${nameOf(account.value)}.` },
      internalMessages(name, account.value),
      await readLinkedTicket(context, side),
    ],
  };
}

const nameOf = ({ id, name }: Account) => (name === "" ? `account ${id}` : name);

function internalMessages(name: string, { canWriteInternal }: Account): Step {
  const sentence = canWriteInternal
    ? "The account may write internal messages."
    : `The account may not write internal messages, so those are held; give it an operator's account in ${name}.`;
  return { step: "internal-messages", ok: canWriteInternal, sentence };
}

async function readLinkedTicket({ store, helpdesks }: ApiContext, side: Side): Promise<Step> {
  const [link] = (await store.listLinks({ cursor: null, limit: 1 })).items;
  if (link === undefined) return { step: "ticket", ok: null, sentence: "No ticket is linked yet, so none was read." };
  const ticketId = side === "superoffice" ? link.superofficeTicketId : link.requestorTicketId;
  const read = await orFailure(() => helpdesks[side].readTicket(ticketId));
  if ("failure" in read) return { step: "ticket", ok: false, sentence: read.failure.reason };
  if (read.value !== null) return { step: "ticket", ok: true, sentence: `Ticket ${ticketId} was read.` };
  return {
    step: "ticket",
    ok: false,
    sentence: `Ticket ${ticketId} is linked, and the account may not see it, or it is gone.`,
  };
}

async function orFailure<Value>(
  ask: () => Promise<Value>,
): Promise<{ value: Value } | { failure: NonNullable<SideTestView["failure"]> }> {
  try {
    return { value: await ask() };
  } catch (error) {
    const failure = outageOf(error);
    if (failure === null) throw error;
    return { failure };
  }
}
