import { DeliveryError, type MessageId, type Side } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { type Bench, text, ticketOf } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";

let bench: Bench;

linkedBench((each) => (bench = each));

describe.each(["requestor", "superoffice"] as const)(
  "a mirror of %s that was published as the bridge asked",
  (side) => {
    const other: Side = side === "requestor" ? "superoffice" : "requestor";
    let id: MessageId;

    const mirrors = () => bench[other].mirrorsOn(ticketOf[other]);

    function makeByHand(visibility: "public" | "internal"): void {
      for (const mirror of mirrors()) {
        bench[other].replace(mirror.id, { visibility, changedAt: bench.clock.now() });
      }
    }

    async function begin(visibility: "public" | "internal"): Promise<void> {
      await bench.engine();
      ({ id } = bench[side].write(ticketOf[side], "one", { visibility }));
      await bench.quiet();
    }

    async function edit(change: Parameters<Bench["edit"]>[2]): Promise<void> {
      await bench.edit(side, id, change);
      await bench.quiet();
    }

    async function publishAsAsked(): Promise<void> {
      expect(bench.last()).toMatchObject({ state: "held", reason: expect.stringMatching(/ublish/) as string });
      makeByHand("public");
      await bench.clock.pass(1_000);
    }

    /** SuperOffice can hide it; in Requestor a person has to. */
    function expectHiddenOrTold(): void {
      if (other === "superoffice") {
        expect(mirrors().map(({ visibility }) => visibility)).not.toContain("public");
        expect(bench.states()).not.toContain("held");
      } else {
        const told = expect.stringMatching(/customers can still read/) as string;
        expect(bench.last()).toMatchObject({ state: "held", reason: told });
        expect(bench.last()?.reason).toContain(mirrors()[0]?.id);
      }
    }

    it("is hidden, or told, when its source is internal again before the entry was skipped", async () => {
      await begin("internal");
      await edit({ visibility: "public" });
      await publishAsAsked();
      await edit({ visibility: "internal" });
      expectHiddenOrTold();
    });

    it("is hidden, or told, also where its words had changed with that", async () => {
      await begin("internal");
      await edit({ visibility: "public", ...text("two") });
      await publishAsAsked();
      await edit({ visibility: "internal" });
      expectHiddenOrTold();
    });

    it("is hidden, or told, also where the entry was retried after that", async () => {
      await begin("internal");
      await edit({ visibility: "public" });
      await publishAsAsked();
      await bench.store.retryMirror(bench.last()?.id ?? "");
      await bench.quiet();
      await edit({ visibility: "internal" });
      expectHiddenOrTold();
    });

    it("is hidden, or told, also where it was hidden before, by the bridge or by hand as it asked", async () => {
      await begin("public");
      await edit({ visibility: "internal" });
      if (other === "requestor") {
        makeByHand("internal");
        await bench.store.skipMirror(bench.last()?.id ?? "", "Hidden by hand.");
      }
      await edit({ visibility: "public" });
      await publishAsAsked();
      await edit({ visibility: "internal" });
      expectHiddenOrTold();
    });

    it("is done with when the entry is retried", async () => {
      await begin("internal");
      await edit({ visibility: "public" });
      await publishAsAsked();
      await bench.store.retryMirror(bench.last()?.id ?? "");
      await bench.quiet();
      expect(bench.last()).toMatchObject({ state: "skipped", reason: "Its mirror says the same already." });
    });

    it("has its later words read by customers too once the entry was skipped, and its record says nothing else", async () => {
      await begin("internal");
      await edit({ visibility: "public" });
      await publishAsAsked();
      await bench.store.skipMirror(bench.last()?.id ?? "", "Published by hand.");
      await edit(text("two"));
      expect(bench.words(other).at(-1)).toBe("two");
      expect(mirrors().map(({ visibility }) => visibility)).not.toContain("internal");
      expect(bench.last()).toMatchObject({ state: "mirrored", losses: [] });
    });

    it("stays told on a retry while customers read it, and no longer", async () => {
      await begin("internal");
      await edit({ visibility: "public" });
      await publishAsAsked();
      await edit({ visibility: "internal" });
      for (const readable of [true, false]) {
        if (!readable) makeByHand("internal");
        for (const row of bench.database.mirrors.filter(({ state }) => state === "held")) {
          await bench.store.retryMirror(row.id);
        }
        await bench.quiet();
        if (readable) expectHiddenOrTold();
      }
      expect(bench.states()).not.toContain("held");
    });

    it("is hidden, or told, also where its source gets new words as it becomes internal", async () => {
      await begin("internal");
      await edit({ visibility: "public" });
      await publishAsAsked();
      await edit({ visibility: "internal", ...text("two") });
      expectHiddenOrTold();
    });

    it("is told once, and what comes after that crosses internally", async () => {
      await begin("internal");
      await edit({ visibility: "public" });
      await publishAsAsked();
      await edit({ visibility: "internal", ...text("two") });
      const left = bench.last();
      if (left?.state === "held") await bench.store.skipMirror(left.id, "Customers may read it.");
      for (const words of ["three", "four"]) await edit(text(words));
      expect(bench.states()).not.toContain("held");
      expect(bench.words(other).at(-1)).toBe("four");
      expect(mirrors().at(-1)?.visibility).toBe("internal");
    });

    it("is told where nobody may look whether it was", async () => {
      await begin("internal");
      await edit({ visibility: "public" });
      await publishAsAsked();
      const refusal = new DeliveryError("answered 403.", { decision: "permanent", fault: "message" });
      Object.assign(bench[other], { readMessages: () => Promise.reject(refusal) });
      await edit({ visibility: "internal" });
      const told = expect.stringMatching(/customers can still read.*answered 403/) as string;
      expect(bench.last()).toMatchObject({ state: "held", reason: told });
    });

    it("that was not published after all costs nothing but a look", async () => {
      await begin("internal");
      await edit({ visibility: "public" });
      const { visibility } = mirrors()[0] ?? {};
      await edit({ visibility: "internal" });
      expect(visibility).toBe("internal");
      expect(bench.last()).toMatchObject({ state: "skipped", reason: "Its mirror says the same already." });
      expect(mirrors()).toHaveLength(1);
    });
  },
);
