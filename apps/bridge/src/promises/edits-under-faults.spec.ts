import { sharedPostgresql } from "@ticket-bridge/store/shared-databases";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { asShown, filesOf, forRequestor, forSuperOffice, newFile } from "./carried-files.ts";
import { TwoHelpdesks, type LinkedPair } from "./two-helpdesks.ts";
import { calm, faultsMet, rewriting, unleash } from "./whole-mix.ts";

const timeout = 240_000;
const patience = { timeout: 60_000, interval: 100 };

const server = sharedPostgresql();

interface Row {
  readonly kind: string;
  readonly reason: string | null;
}

// Beside each other: most of their time they wait.
describe.concurrent.each([
  ["json", 41],
  ["xml", 42],
] as const)("edits and deletions under mixed faults, over %s", (wire, seed) => {
  let helpdesks: TwoHelpdesks;
  let pair: LinkedPair;

  beforeAll(async () => {
    helpdesks = await TwoHelpdesks.start({
      databaseUrl: await server.createDatabase(),
      wire,
      superoffice: { webhooks: { requireHttps: false, delayScale: 0.02 }, alterBodies: rewriting },
      requestor: { alterBodies: rewriting },
    });
    pair = await helpdesks.newPair();
  }, timeout);
  afterAll(() => helpdesks.stop());

  const inSuperOffice = () => helpdesks.superoffice.control.messages(pair.superoffice);
  const inRequestor = () => helpdesks.requestor.control.messages(pair.requestor);
  const rowsIn = async (state: string): Promise<Row[]> => {
    const { body } = await helpdesks.api("GET", `/api/mirrors?state=${state}&linkId=${pair.linkId}&limit=200`);
    return (body as { items: Row[] }).items;
  };
  const settled = () =>
    vi.waitFor(async () => {
      for (const state of ["pending", "sending", "uncertain"]) expect(await rowsIn(state), state).toEqual([]);
    }, patience);
  const shown = (messages: readonly { text: string; internal: boolean }[]) =>
    messages.map(({ text, internal }) => `${internal ? "Internal" : "External"} ${text}`);
  const shownInSuperOffice = () =>
    shown(inSuperOffice().map(({ body, slevel }) => ({ text: body, internal: slevel !== "External" })));
  const shownInRequestor = () =>
    shown(inRequestor().map((message) => ({ text: message.body, internal: message.private })));

  /** What people wrote before anything broke: six from each side, the fifth with a file and the sixth a note. */
  const file = newFile("účet.pdf", 20_000);
  async function written() {
    const { superoffice, requestor } = helpdesks;
    const ours = [1, 2, 3, 4, 5, 6].map((n) => {
      const more = { slevel: n === 6 ? "Internal" : "External", attachments: n === 5 ? forSuperOffice([file]) : [] };
      return superoffice.control.addMessage(pair.superoffice, { text: `from S ${n}.`, from: 5, ...more }).id;
    });
    const theirs = [1, 2, 3, 4, 5, 6].map((n) => {
      const more = { private: n === 6, attachments: n === 5 ? forRequestor([file]) : [] };
      return requestor.control.addMessage(pair.requestor, { text: `from R ${n}.`, from: "kim", ...more }).id;
    });
    await vi.waitFor(async () => expect(await rowsIn("mirrored")).toHaveLength(12), patience);
    await settled();
    const at = (ids: readonly number[]) => (n: number) => ids[n - 1] ?? 0;
    return { ours: at(ours), theirs: at(theirs) };
  }

  it("arrive once, in their last form, and no more public than their sources (P1 to P7)", { timeout }, async () => {
    const { superoffice, requestor } = helpdesks;
    const { ours, theirs } = await written();
    unleash(helpdesks, { seed, intensity: 2, lateVisible: 0 });
    for (const round of [1, 2]) {
      for (const n of [1, 2, 3, 5]) {
        requestor.control.editMessage(theirs(n), { text: `from R ${n}, edit ${round}.`, private: n === 3 });
      }
      for (const n of [1, 2, 5]) superoffice.control.editMessage(ours(n), { text: `from S ${n}, edit ${round}.` });
      await vi.waitFor(async () => expect((await rowsIn("mirrored")).length).toBeGreaterThan(12 + round), patience);
    }
    superoffice.control.editMessage(ours(3), { text: "a secret", slevel: "Internal" });
    superoffice.control.deleteMessage(ours(4));
    requestor.control.deleteMessage(theirs(4));
    superoffice.control.editMessage(ours(6), { text: "from S 6, no secret any more.", slevel: "External" });
    requestor.control.editMessage(theirs(6), { text: "from R 6, no secret any more.", private: false });
    await vi.waitFor(() => expect(shownInSuperOffice().join("\n")).toContain("edit 2."), patience);
    await vi.waitFor(() => expect(faultsMet(helpdesks)).toBeGreaterThan(30), patience);
    await calm(helpdesks);
    await helpdesks.bridge.store.hint("superoffice", [String(pair.superoffice) as never]);
    await helpdesks.bridge.store.hint("requestor", [String(pair.requestor) as never]);

    await vi.waitFor(() => {
      const here = shownInSuperOffice();
      const last = ["External from R 1, edit 2.", "External from R 2, edit 2.", "Internal from R 3, edit 2."];
      for (const said of [...last, "External from R 5, edit 2.", "Internal from R 6, no secret any more."]) {
        expect(
          here.filter((text) => text === said),
          `P1, P2, P3, P7: ${said}`,
        ).toHaveLength(1);
      }
      expect(here.filter((text) => /^Internal .*which was deleted there/.test(text))).toHaveLength(1);
      const there = shownInRequestor();
      for (const said of [
        "from S 1, edit 2.",
        "from S 2, edit 2.",
        "from S 5, edit 2.",
        "from S 6, no secret any more.",
      ]) {
        const corrections = there.filter((text) => text.endsWith(`It reads now:\n\n${said}`));
        expect(corrections, `P1, P2, P7: ${said}`).toHaveLength(1);
        expect(corrections[0]?.startsWith("Internal"), `P3: ${said}`).toBe(said.includes("secret"));
      }
      expect(there.filter((text) => /^Internal .*which was deleted there/s.test(text))).toHaveLength(1);
    }, patience);
    await settled();
    expect(shownInRequestor().join("\n"), "P3").not.toContain("a secret");
    expect(
      shownInRequestor().filter((text) => /^External .*from S 6/s.test(text)),
      "P3",
    ).toEqual([]);
    // Whatever words went with that: what is public by now is told once its mirror has them.
    await vi.waitFor(async () => {
      const held = (await rowsIn("held")) as { readonly kind: string; readonly reason: string }[];
      expect(held.map(({ kind, reason }) => `${kind}: ${/^It was [^.,]*/.exec(reason)?.[0]}`).sort()).toEqual([
        "edit: It was internal and became public in Requestor",
        "edit: It was internal and became public in SuperOffice",
        "edit: It was public and became internal in SuperOffice",
      ]);
    }, patience);
    expect([...superoffice.control.sent(), ...requestor.control.sent()], "P6").toEqual([]);
    expect(
      inSuperOffice().filter(({ body }) => body.startsWith("from R")),
      "P2",
    ).toHaveLength(6);
    expectNoEcho();
    expectOrderKept();
    expectFilesOnce();
  });

  /** P5: nothing of either side's own words came back to it. */
  function expectNoEcho(): void {
    const ours = inSuperOffice().filter(({ messageId }) => messageId !== "");
    expect(
      ours.map(({ body }) => body).filter((body) => body.includes("from S ")),
      "P5",
    ).toEqual([]);
    const theirs = inRequestor().filter(({ userFullName }) => userFullName === "Ticket Bridge");
    expect(
      theirs.map(({ body }) => body).filter((body) => body.includes("from R ")),
      "P5",
    ).toEqual([]);
  }

  /** P4: mirrors stand as their sources do, and behind what an edit says no earlier edit of the same message stands. */
  function expectOrderKept(): void {
    const first = (texts: readonly string[], said: RegExp) =>
      texts
        .flatMap((text) => said.exec(text)?.[1] ?? [])
        .filter((n, at, all) => all.indexOf(n) === at)
        .join("");
    expect(first(shownInSuperOffice(), /^\w+ from R (\d)/), "P4: from Requestor").toBe("123456");
    const mirrors = inRequestor()
      .filter(({ userFullName, body }) => userFullName === "Ticket Bridge" && !body.includes("It reads now:"))
      .map(({ body }) => body);
    expect(first(mirrors, /from S (\d)\.$/), "P4: from SuperOffice").toBe("123456");
    for (const n of [1, 2, 5]) {
      const said = new RegExp(`It reads now:\\n\\nfrom S ${n}, edit (\\d)\\.$`);
      const edits = shownInRequestor().flatMap((text) => said.exec(text)?.[1] ?? []);
      expect(edits, `P4: edits of S ${n}`).toEqual([...edits].sort());
      expect(edits.at(-1), `P4: edits of S ${n}`).toBe("2");
    }
  }

  /** P2 and P7: an edit takes no file away and brings none twice. */
  function expectFilesOnce(): void {
    const carried = (side: "superoffice" | "requestor", ids: readonly number[]) =>
      ids.flatMap((id) => filesOf(helpdesks, side, id));
    const mirrors = inSuperOffice().filter(({ messageId }) => messageId !== "");
    expect(
      carried(
        "superoffice",
        mirrors.map(({ id }) => id),
      ),
    ).toEqual(asShown([file]));
    const written = inRequestor().filter(({ userFullName }) => userFullName === "Ticket Bridge");
    expect(
      carried(
        "requestor",
        written.map(({ id }) => id),
      ),
    ).toEqual(asShown([file]));
  }
});
