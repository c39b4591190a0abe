import { DeliveryError, type DeliveryErrorDetails, type WriteOptions } from "@ticket-bridge/helpdesk";
import { beforeEach, describe, expect, it } from "vitest";

import { type Bench, requestorTicket, superofficeTicket, text } from "../testing/bench.ts";
import { FakeFiles, withAttachments } from "../testing/fake-attachments.ts";
import { linkedBench } from "../testing/linked-bench.ts";

const busy: DeliveryErrorDetails = { decision: "retryable", fault: "side", status: 503 };
const refused: DeliveryErrorDetails = { decision: "permanent", fault: "message", status: 400 };
const silent: DeliveryErrorDetails = { decision: "uncertain", fault: "side" };

describe("each attempt to write", () => {
  let bench: Bench;
  /** The request id of each write that left, and what its row's trace said last by then. */
  let left: { requestId: string | undefined; told: { what?: string; requestId?: string } }[];

  linkedBench((each) => (bench = each));

  beforeEach(() => {
    left = [];
  });

  /** Has the next writes to a side fail so, one after the other; all leave. */
  function watch(side: "superoffice" | "requestor", ...failures: readonly DeliveryErrorDetails[]): void {
    const desk = bench[side];
    const coming = [...failures];
    for (const name of ["createMessage", "updateMessage"] as const) {
      const call = Reflect.get(desk, name) as ((...given: unknown[]) => Promise<unknown>) | undefined;
      if (call === undefined) continue;
      Object.assign(desk, {
        [name]: async (given: unknown, options: WriteOptions) => {
          const failure = coming.shift();
          if (failure !== undefined) options.beforeBytes();
          const sending = bench.database.mirrors.find(({ state }) => state === "sending");
          left.push({ requestId: options.correlationId, told: sending?.trace.at(-1) ?? {} });
          if (failure !== undefined) throw new DeliveryError(`It was ${failure.decision}.`, failure);
          return await call.call(desk, given, options);
        },
      });
    }
  }

  const row = () => bench.database.mirrors[0];
  /** What the youngest row's trace tells of calls. */
  const calls = () =>
    (bench.last()?.trace ?? []).flatMap(({ what, requestId, status }) =>
      requestId === undefined ? [] : [[what, requestId.replace(/^id-\d+/, ""), status]],
    );

  it("has a request id of its own under the message's, committed before it leaves and told again with the status", async () => {
    watch("requestor", busy, silent);
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "Hello");
    await bench.quiet();
    const correlationId = row()?.correlationId ?? "";
    expect(left).toMatchObject(
      [1, 2, 3].map((n) => {
        const requestId = `${correlationId}-${n}`;
        return { requestId, told: { what: "sending", requestId } };
      }),
    );
    expect(calls()).toEqual([
      ["sending", "-1", undefined],
      ["attempt-failed", "-1", 503],
      ["sending", "-2", undefined],
      ["uncertain", "-2", undefined],
      ["sending", "-3", undefined],
      ["mirrored", "-3", 200],
    ]);
    const logged = bench.lines.flatMap(({ requestId, status }) =>
      requestId === undefined ? [] : [[requestId, status]],
    );
    expect(logged).toEqual([
      [`${correlationId}-1`, undefined],
      [`${correlationId}-1`, 503],
      [`${correlationId}-2`, undefined],
      [`${correlationId}-2`, null],
      [`${correlationId}-3`, undefined],
      [`${correlationId}-3`, undefined],
    ]);
  });

  it("has another one after a person asked for it again", async () => {
    watch("requestor", refused);
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "Hello");
    await bench.quiet();
    expect(bench.states()).toEqual(["held"]);
    await bench.store.retryMirror(row()?.id ?? "");
    await bench.quiet();
    expect(calls()).toEqual([
      ["sending", "-1", undefined],
      ["attempt-failed", "-1", 400],
      ["held", "-1", 400],
      ["sending", "-2", undefined],
      ["mirrored", "-2", 200],
    ]);
  });

  it("has another one than that of a process which died between its intent and its answer", async () => {
    const renewLeases = bench.store.renewLeases.bind(bench.store);
    bench.store.renewLeases = () => Promise.resolve([]);
    const create = bench.requestor.createMessage.bind(bench.requestor);
    let bury = () => {};
    bench.requestor.createMessage = () => new Promise((_, reject) => (bury = () => reject(new Error("It is dead."))));
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "Hello");
    await bench.clock.until("it is on its way", () => bench.states().includes("sending"));
    bench.requestor.createMessage = create;
    watch("requestor");
    await bench.engine();
    await bench.clock.until("it is mirrored", () => bench.states().includes("mirrored"));
    bench.store.renewLeases = renewLeases;
    bury();
    expect(left.map(({ requestId }) => requestId)).toEqual([`${row()?.correlationId}-2`]);
    expect(calls()).toEqual([
      ["sending", "-1", undefined],
      ["sending", "-2", undefined],
      ["mirrored", "-2", 200],
    ]);
  });

  it("has one of its own where a message is hidden, with its correction, and changed", async () => {
    await bench.engine({ policy: { edits: "note" } });
    const { id } = bench.requestor.write(requestorTicket, "secret");
    await bench.quiet();
    await bench.edit("requestor", id, text("secret, corrected"));
    await bench.quiet();
    expect(calls()).toEqual([
      ["sending", "-1", undefined],
      ["mirrored", "-1", 200],
    ]);
    watch("superoffice");
    await bench.edit("requestor", id, { ...text("more secret"), visibility: "internal" });
    await bench.quiet();
    expect(left.map(({ requestId, told }) => requestId === told.requestId)).toEqual([true, true, true]);
    expect(calls()).toEqual([
      ["sending", "-1", undefined],
      ["sending", "-2", undefined],
      ["hidden", "-2", 200],
      ["sending", "-3", undefined],
      ["edited", "-3", 200],
    ]);
  });

  it("tells of an upload that failed before it the status, and the id of its message, under which that left", async () => {
    const requestor = withAttachments(bench.requestor, { uploads: false });
    withAttachments(bench.superoffice, { uploads: true });
    const sent: (string | undefined)[] = [];
    const upload = Reflect.get(bench.superoffice, "uploadAttachment") as (...given: unknown[]) => Promise<void>;
    Object.assign(bench.superoffice, {
      uploadAttachment: (id: string, bytes: unknown, options: WriteOptions) => {
        sent.push(options.correlationId);
        if (sent.length > 1) return upload(id, bytes, options);
        return Promise.reject(new DeliveryError("It is busy.", busy));
      },
    });
    await bench.engine({ files: new FakeFiles() });
    bench.requestor.write(requestorTicket, "x", { attachments: [requestor.attach("a.txt", "bytes")] });
    await bench.quiet();
    const correlationId = row()?.correlationId;
    expect(sent).toEqual([correlationId, correlationId]);
    expect(calls()).toEqual([
      ["attempt-failed", "", 503],
      ["sending", "-2", undefined],
      ["mirrored", "-2", 200],
    ]);
  });

  it("is told with its answer also where the lane was taken over before that came", async () => {
    const create = bench.requestor.createMessage.bind(bench.requestor);
    const renewLeases = bench.store.renewLeases.bind(bench.store);
    bench.store.renewLeases = () => Promise.resolve([]);
    bench.requestor.createMessage = async (message, options) => {
      options.beforeBytes();
      await bench.clock.sleep(20_000);
      return await create(message, { ...options, beforeBytes: () => undefined });
    };
    await bench.engine();
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "slow");
    await bench.clock.until("it is mirrored", () => bench.states().includes("mirrored"));
    bench.store.renewLeases = renewLeases;
    expect(calls()).toEqual([
      ["sending", "-1", undefined],
      ["answered-late", "-1", 200],
    ]);
  });
});
