import type { FrameLocator, Page } from "playwright-core";
import { expect, it } from "vitest";

import type { MirrorTexts } from "../../api/shapes.ts";
import { paintedWords, unreadWords } from "../seen-words.ts";
import { newPair, type Stage } from "../stage.ts";

const colourful = [
  `<p style="color:#c00000;font-weight:bold">Urgent words</p>`,
  `<p style="color:white">Pale words</p>`,
  `<p><font color="#fefefe">Old pale words</font></p>`,
  `<p style="display:none">Hidden words</p>`,
  `<p hidden>Absent words</p>`,
  `<p style="font-size:0">Tiny words</p>`,
  `<p style="opacity:0">Clear words</p>`,
  `<table><tr><td style="background-color:#003366;color:#ffffff;padding:12px">Heading words</td></tr></table>`,
];

const nested = (times: number, tag: string, style = "") => [
  `<${tag}${style}>`.repeat(times),
  `</${tag}>`.repeat(times),
];
const [farAway, back] = nested(30, "div", ` style="margin-left:48px;padding-right:48px"`);
const [deep, up] = nested(60, "blockquote");
const [listed, unlisted] = nested(40, "ul", ` dir="rtl"`);

/** What a browser hides or turns round by itself. */
const tricky = [
  `<p><ruby>Base words<rp>Bracket words</rp><rt>Above words</rt></ruby></p>`,
  `<p>Pay to <bdo dir="rtl">NL12 3456</bdo></p>`,
  `<p dir="rtl">100 200</p>`,
  `<p>Then \u{202e}77 88\u{202c}</p>`,
  `<p dir="rtl">שלום 12 עולם</p>`,
  `${farAway}Far words${back}`,
  `${deep}Deep words${up}`,
  `${listed}Listed words${unlisted}`,
  `<table border="4000" width="9000"><tr><td nowrap width="9000">Wide words</td></tr></table>`,
  `<div dir="rtl">א<table width="9000"><tr><td nowrap>Left words</td></tr></table></div>`,
];

/** Of nothing that cleaning lets through. */
const hostile = [
  `<p style="color:#00c;background:url(https://tracker.example/a.png)">Fetching words</p>`,
  `<p style="color:red}</style><script>alert('run')</script><style>@import 'https://tracker.example/a.css';">Ending words</p>`,
  `<p style="c\\6f lor:#0a0;background-image:u\\72l(https://tracker.example/b.png);position:fixed;top:0">Escaped words</p>`,
  `<p style="color:expression(alert('run'));font-size:calc(0px);text-indent:-9999px;width:0;overflow:hidden">Computed words</p>`,
  `<p class="look-1" style="color:var(--gone, url(https://tracker.example/c.png));font-size:0.0001px">Small words</p>`,
];

const lookOf = async (frame: FrameLocator, words: string) =>
  await frame.getByText(words, { exact: true }).evaluate((element) => {
    const { color, fontWeight, fontSize, position, backgroundColor, paddingTop } = getComputedStyle(element);
    return { color, fontWeight, fontSize, position, backgroundColor, paddingTop };
  });

/** Asks for a message's texts as formatted; the frame with its source. */
async function showFormatted(page: Page): Promise<FrameLocator> {
  await page.getByRole("button", { name: "Show the texts" }).click();
  await page.getByText("As formatted", { exact: true }).click();
  return page.frameLocator('iframe[title^="Source"]');
}

const wordsOf = (html: readonly string[]) =>
  html.flatMap((each) => [...each.matchAll(/>([A-Z][a-z]+(?: [a-z]+)* words)</g)].map(([, words = ""]) => words));

export function formattedScenes(stage: () => Stage): void {
  it("formatted words have their colours, also those that a mail hides, and nothing of their style acts", async () => {
    const { bridge, administrator: visitor } = stage();
    const { page } = visitor;
    const pair = newPair(stage(), { title: "Much colour" });
    const linkId = await pair.link();
    bridge.superoffice.control.addMessage(pair.superoffice, { from: 5, text: colourful.join(""), html: true });
    await bridge.linkIsDone(linkId);
    const { items } = await bridge.call<{ items: { id: string }[] }>("GET", `/api/mirrors?linkId=${linkId}`);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    const view = async () => {
      await visitor.view("/messages", "Messages");
      await visitor.view(`/messages/${items[0]?.id ?? ""}`, /^Message \d/);
      return await showFormatted(page);
    };

    const frame = await view();
    await frame.getByText("Heading words").waitFor();
    expect(wordsOf(colourful)).toHaveLength(colourful.length);
    expect(await unreadWords(frame, wordsOf(colourful))).toEqual([]);
    expect(await lookOf(frame, "Urgent words")).toMatchObject({ color: "rgb(192, 0, 0)", fontWeight: "700" });
    expect(await lookOf(frame, "Pale words")).toMatchObject({ color: "rgb(112, 112, 112)" });
    expect(await lookOf(frame, "Old pale words")).toMatchObject({ color: "rgb(111, 111, 111)" });
    expect(await lookOf(frame, "Tiny words")).toMatchObject({ fontSize: "11px" });
    expect(await lookOf(frame, "Heading words")).toMatchObject({ paddingTop: "12px" });
    expect((await lookOf(frame, "Heading words")).backgroundColor).not.toMatch(/rgba\(0, 0, 0, 0\)|255, 255, 255/);

    // Of what the bridge answers, though not of this message, and of what it would never answer.
    const answered = [tricky, hostile];
    await page.route("**/api/mirrors/*/texts", async (route) => {
      const texts = (await (await route.fetch()).json()) as MirrorTexts;
      await route.fulfill({ json: { ...texts, source: { ...texts.source, html: answered.shift()?.join("") ?? "" } } });
    });
    const turned = await view();
    await turned.getByText("Left words").waitFor();
    expect(wordsOf(tricky)).toHaveLength(8);
    expect(await unreadWords(turned, wordsOf(tricky))).toEqual([]);
    const shown = await page.locator('iframe[title^="Source"]').boundingBox();
    for (const words of ["Far words", "Deep words", "Listed words", "Wide words"]) {
      const box = await turned.getByText(words, { exact: true }).boundingBox();
      const isWithin = box !== null && shown !== null && box.x >= shown.x && box.x + box.width <= shown.x + shown.width;
      expect({ words, isWithin }).toEqual({ words, isWithin: true });
    }
    const inOrder = ["NL12 3456", "100 200", "Then 77 88"];
    expect(await Promise.all(inOrder.map((words) => paintedWords(turned, words)))).toEqual(inOrder);
    // Words of a language that is written from right to left stay so.
    expect(await paintedWords(turned, "שלום 12 עולם")).toBe([..."םלוע 12 םולש"].join(""));

    const attacked = await view();
    await attacked.getByText("Small words").waitFor();
    expect(wordsOf(hostile)).toHaveLength(hostile.length);
    expect(await unreadWords(attacked, wordsOf(hostile))).toEqual([]);
    expect(await lookOf(attacked, "Fetching words")).toMatchObject({ color: "rgb(0, 0, 204)" });
    const escaped = await lookOf(attacked, "Escaped words");
    expect(escaped).toMatchObject({ position: "static" });
    expect(escaped.color).toMatch(/^rgb\(0, 1\d\d, 0\)$/);
    expect(await lookOf(attacked, "Computed words")).toMatchObject({ color: "rgb(27, 33, 38)" });
    expect(await lookOf(attacked, "Small words")).toMatchObject({ color: "rgb(27, 33, 38)", fontSize: "11px" });
    const rules = await attacked
      .locator("style")
      .evaluate((element) => (element.textContent ?? "").split(".look-").slice(1).join());
    expect(rules).toMatch(/^[\w\s:;,.{}()-]+$/);
    expect(rules).not.toMatch(/url|expression|position|import|var\(/);
    expect(asked.filter((url) => url.includes("tracker.example"))).toEqual([]);
    expect(visitor.complaints).toEqual([]);
    await page.unroute("**/api/mirrors/*/texts");
  });
}
