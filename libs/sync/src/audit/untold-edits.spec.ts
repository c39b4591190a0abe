import type { MessageStub } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { type Bench, superofficeTicket, text } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";

/** Long enough for the links to be compared again. */
const auditedAgainMs = 17 * 60_000;

let bench: Bench;

linkedBench((each) => (bench = each));

/** SuperOffice tells of each message what is given here, and has no list of changes. */
function telling(told: (stub: MessageStub) => Partial<MessageStub>): void {
  const list = bench.superoffice.listMessages.bind(bench.superoffice);
  bench.superoffice.listMessages = async (...asked) => {
    const listing = await list(...asked);
    return listing && { ...listing, messages: listing.messages.map((stub) => ({ ...stub, ...told(stub) })) };
  };
  bench.superoffice.changedMessages = () => Promise.resolve({ kind: "refused", reason: "No such list." });
}

const ways: readonly [string, (stub: MessageStub) => Partial<MessageStub>][] = [
  ["by a ticket that tells no versions", () => ({ version: null, changedAt: null })],
  ["in the second in which its message was read", ({ createdAt }) => ({ version: String(createdAt) })],
];

describe("an edit that no listing shows", () => {
  it.each(ways)("%s crosses once the audit has compared its ticket, and once only", async (_what, told) => {
    telling(told);
    await bench.engine();
    const { id } = bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    bench.superoffice.replace(id, text("two"));
    await bench.store.hint("superoffice", [superofficeTicket]);
    await bench.clock.pass(10_000);
    expect(bench.words("requestor"), "nobody has seen it yet").toEqual(["one"]);
    await bench.clock.pass(auditedAgainMs);
    expect(bench.words("requestor")).toEqual(["one", "two"]);
    await bench.clock.pass(2 * auditedAgainMs);
    expect(bench.words("requestor")).toEqual(["one", "two"]);
    expect(bench.database.mirrors.filter(({ kind, state }) => kind === "edit" && state !== "skipped")).toHaveLength(1);
  });
});
