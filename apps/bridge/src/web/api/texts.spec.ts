import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { BridgeUnderTest, patienceMs } from "../../testing/bridge-under-test.ts";
import { tokenFor } from "../../testing/people.ts";

let test: BridgeUnderTest;

beforeAll(async () => {
  test = await BridgeUnderTest.start();
});
afterAll(() => test.stop());

const newestAct = async () =>
  ((await test.call("GET", "/api/acts?limit=1")).body["items"] as Record<string, unknown>[])[0] ?? {};

async function mirrored(text: string) {
  const pair = await test.linkedPair();
  const { id } = test.superoffice.control.addMessage(pair.superoffice, { from: 5, text });
  const find = async () => {
    const { body } = await test.call("GET", `/api/mirrors?linkId=${pair.linkId}&state=mirrored`);
    return (body["items"] as { id: string }[])[0]?.id;
  };
  await expect.poll(find, { timeout: patienceMs }).toBeDefined();
  return { ...pair, messageId: id, mirrorId: String(await find()) };
}

describe("the texts of messages", () => {
  it("are given to an operator as both helpdesks have them, and asking stands in the log without them", async () => {
    const secret = "A private word <script>alert(1)</script>";
    const { mirrorId, messageId, superoffice } = await mirrored(secret);
    const { token, name } = await tokenFor(test, "operator");
    const { status, body } = await test.call("POST", `/api/mirrors/${mirrorId}/texts`, { token });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      source: { place: { side: "superoffice", messageId: String(messageId) }, text: secret, reason: null },
      target: { place: { side: "requestor" }, text: expect.stringContaining("A private word") as string },
    });
    expect(await newestAct()).toMatchObject({
      ...{ act: "textsOfMirror", name, outcome: "done", target: { kind: "mirror", id: mirrorId } },
      what: `Read the text of message ${messageId} of SuperOffice ticket ${superoffice}.`,
    });
    expect(JSON.stringify(await newestAct()) + test.log.join("")).not.toContain("A private word");
  });

  it("are no viewer's, and no other call's", async () => {
    const { mirrorId, linkId, messageId } = await mirrored("Only for operators");
    const { token } = await tokenFor(test, "viewer");
    const body = { messages: [{ side: "superoffice", messageId }] };
    expect((await test.call("POST", `/api/mirrors/${mirrorId}/texts`, { token })).status).toBe(403);
    expect((await test.call("POST", `/api/links/${linkId}/texts`, { token, body })).status).toBe(403);
    for (const path of [`/api/mirrors/${mirrorId}`, `/api/links/${linkId}`, `/api/links/${linkId}/timeline`]) {
      expect((await test.call("GET", path, { token })).text).not.toContain("Only for operators");
    }
  });

  it("of a link are those of its own tickets alone, with a reason for each that cannot be read", async () => {
    const mine = await mirrored("Mine");
    const other = await mirrored("Somebody else's");
    const ask = async (...ids: unknown[]) => {
      const messages = ids.map((messageId) => ({ side: "superoffice", messageId }));
      const answer = await test.call("POST", `/api/links/${mine.linkId}/texts`, { body: { messages } });
      return answer.status === 200 ? (answer.body["items"] as Record<string, unknown>[]) : answer.status;
    };
    expect(await ask(mine.messageId, other.messageId)).toMatchObject([
      { text: "Mine", reason: null },
      { text: null, reason: expect.stringContaining("does not have message") as string },
    ]);
    expect(await ask()).toBe(400);
    await test.call("POST", "/api/sides/superoffice/pause");
    expect(await ask(mine.messageId)).toMatchObject([{ text: null, reason: "SuperOffice is paused and is not read." }]);
    await test.call("POST", "/api/sides/superoffice/resume");
    expect((await test.call("POST", "/api/mirrors/999999/texts")).status).toBe(404);
    expect(await newestAct()).toMatchObject({ outcome: "refused", reason: "There is no message 999999." });
  });

  it("stand in the log each by its id, however many are asked for at once", async () => {
    const { linkId } = await test.linkedPair();
    const long = "9007199254740991";
    const ids = Array.from({ length: 200 }, (_, n) => `${long.slice(0, -3)}${String(n).padStart(3, "0")}`);
    const messages = ids.map((messageId, n) => ({ side: n < 100 ? "superoffice" : "requestor", messageId }));
    expect((await test.call("POST", `/api/links/${linkId}/texts`, { body: { messages } })).status).toBe(200);
    const what = String((await newestAct())["what"]);
    expect(what).toContain(`: SuperOffice messages ${ids.slice(0, 100).join(", ")}; Requestor messages ${ids[100]},`);
    expect(what.endsWith(`, ${ids[199]}.`)).toBe(true);
  });

  it("of a Requestor ticket are none of a ticket's that is not linked, though its message is asked for alone", async () => {
    const pair = await test.linkedPair();
    const { id } = test.requestor.control.addMessage(pair.requestor, { from: "kim", text: "Ours", private: true });
    const foreign = test.requestor.control.createTicket({ subject: "Salaries" }).id;
    const secret = test.requestor.control.addMessage(foreign, { from: "kim", text: "Dismiss Bob", private: true });
    const ask = async (messageId: number) => {
      const body = { messages: [{ side: "requestor", messageId: String(messageId) }] };
      return (await test.call("POST", `/api/links/${pair.linkId}/texts`, { body })).body["items"];
    };
    // Only a message of a ticket that was read lately is read by itself.
    expect(await ask(id)).toMatchObject([{ text: "Ours", reason: null }]);
    expect(await ask(secret.id)).toMatchObject([
      { text: null, reason: expect.stringContaining("does not have message") as string },
    ]);
  });

  it("stand in no other answer, not in the reason of an edit that is held with both, whoever asks", async () => {
    const pair = await test.linkedPair();
    const { id } = test.requestor.control.addMessage(pair.requestor, { from: "kim", text: "First words" });
    const inSuperOffice = () => test.superoffice.control.messages(pair.superoffice);
    await expect.poll(() => inSuperOffice().length, { timeout: patienceMs }).toBe(1);
    await expect
      .poll(async () => (await test.call("GET", `/api/mirrors?linkId=${pair.linkId}&state=mirrored`)).text, {
        timeout: patienceMs,
      })
      .toContain("mirrored");
    const mirror = inSuperOffice()[0];
    test.superoffice.control.editMessage(mirror?.id ?? 0, { text: "Words by hand" });
    test.requestor.control.editMessage(id, { text: "Edited words" });
    const held = async () =>
      ((await test.call("GET", `/api/mirrors?linkId=${pair.linkId}&state=held`)).body["items"] as { id: string }[])[0];
    await expect.poll(held, { timeout: patienceMs }).toBeDefined();
    const mirrorId = (await held())?.id ?? "";
    const { token } = await tokenFor(test, "operator");
    const paths = [
      `/api/mirrors/${mirrorId}`,
      ...["/api/mirrors?state=held", "/api/status", "/api/attention", `/api/links/${pair.linkId}/timeline`],
    ];
    for (const path of paths) {
      for (const by of [{ token }, {}]) {
        const { text } = await test.call("GET", path, by);
        expect(text).not.toMatch(/Words by hand|Edited words|First words/);
      }
    }
    expect(test.log.join("")).not.toMatch(/Words by hand|Edited words|First words/);
    const found = async (q: string) => {
      const { body } = await test.call("GET", `/api/mirrors?linkId=${pair.linkId}&q=${q}`, { token });
      return (body["items"] as { id: string }[]).map((mirror) => mirror.id);
    };
    expect(await found("overwritten")).toEqual([mirrorId]);
    // A hit would tell each letter of what a viewer may not read.
    expect([await found("Wor"), await found("Edited"), await found("overwritten+First")]).toEqual([[], [], []]);
    const { body } = await test.call("POST", `/api/mirrors/${mirrorId}/texts`, { token });
    expect(body).toMatchObject({
      source: { plain: "Edited words", line: null, html: null },
      target: { plain: "Words by hand" },
      previous: "Words by hand",
    });
  });

  it("stand in no list of what was not carried, which names neither pictures nor their addresses", async () => {
    const pair = await test.linkedPair();
    const picture = '<img src="https://intern.example/plan.png?customer=Miller" alt="Salary of Jane is 90000">';
    // A picture of the message itself that is not there, and one whose address is no picture's.
    const text = `<p>Look</p><img src="cid:nowhere" alt="Dismiss Bob"><video title="Fire Miller"></video>${picture}`;
    test.superoffice.control.addMessage(pair.superoffice, { from: 5, slevel: "Internal", html: true, text });
    const { token } = await tokenFor(test, "viewer");
    const find = async () => {
      const { body } = await test.call("GET", `/api/mirrors?linkId=${pair.linkId}&state=mirrored`, { token });
      return (body["items"] as { id: string }[])[0]?.id;
    };
    await expect.poll(find, { timeout: patienceMs }).toBeDefined();
    for (const by of [{ token }, {}]) {
      const answer = await test.call("GET", `/api/mirrors/${await find()}`, by);
      expect(answer.body["losses"]).toEqual([
        expect.stringMatching(/^Picture 1 not carried: /) as string,
        expect.stringMatching(/^Video 1 not carried: /) as string,
      ]);
      expect(answer.text).not.toMatch(/90000|Miller|plan\.png|Bob/);
    }
    // Who may read the mirror reads what it lacks.
    expect(test.requestor.control.messages(pair.requestor)[0]?.body).toContain("[Picture not carried: Dismiss Bob]");
  });
});
