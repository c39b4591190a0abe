import { describe, expect, test } from "vitest";

import { answering, json } from "./testing/answering.ts";
import { failureOf } from "./testing/requestor-at.ts";
import { ticketId } from "./testing/outgoing.ts";

describe("the account", () => {
  test("is asked once for many reads, again after some minutes, and at each health check", async () => {
    let now = 0;
    await using conversation = await answering(json({ TicketId: 7, UserMessages: [] }), { clock: () => now });
    const { requestor, seen } = conversation;
    const asked = () => seen.filter((request) => request.url.includes("GetRequestorUser")).length;
    for (let n = 0; n < 5; n += 1) await requestor.readTicket(ticketId(7));
    expect(asked()).toBe(1);
    now = 10 * 60_000;
    await requestor.readTicket(ticketId(7));
    expect(asked()).toBe(2);
    await requestor.describeAccount();
    expect(asked()).toBe(3);
  });

  test.each([
    [{ IsOperator: true }, true],
    [{ IsOperator: "true" }, true],
    [{ isoperator: true }, true],
    [{ IsSuperOperator: true }, true],
    [{ IsAdministrator: true, IsOperator: false }, true],
    [{ IsOperator: false }, false],
    [{ IsOperator: null }, false],
    [{ IsOperator: "perhaps" }, false],
    [{}, false],
  ])("that is %j may write internal messages: %s", async (roles, canWriteInternal) => {
    await using conversation = await answering(json({}), {
      account: { User: { UserProviderKey: "k", UserName: "bridge", ...roles } },
    });
    const { requestor } = conversation;
    expect(await requestor.describeAccount()).toEqual({ id: "k", name: "bridge", canWriteInternal });
  });

  test.each([null, {}, { User: null, AccountExists: false }, { User: { UserProviderKey: "" } }, []])(
    "described as %j cannot be used, and the side waits",
    async (body) => {
      await using conversation = await answering(json({}), { account: body });
      const { requestor } = conversation;
      expect(await failureOf(requestor.describeAccount())).toMatchObject({ decision: "retryable", fault: "side" });
    },
  );

  test("whose description is too large to read is the side's fault, never a message's", async () => {
    const account = { User: { UserProviderKey: "k", IsOperator: true, FullName: "x".repeat(5_000) } };
    await using conversation = await answering(json({}), { account, maxResponseBytes: 1_000 });
    const { requestor } = conversation;
    for (const call of [() => requestor.describeAccount(), () => requestor.readTicket(ticketId(7))]) {
      expect(await failureOf(call())).toMatchObject({ decision: "retryable", fault: "side" });
    }
  });
});
