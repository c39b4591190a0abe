import { find, icon, make, onlyIfChanged } from "./dom.js";
import { deskTitles, second, seconds } from "./words.js";

/** The bridge's state, the last mirror's latency, and the count that shows that nothing was lost or doubled. */
export function showBridge({ word, tone, detail, lastMirror, tally }) {
  const state = find("#state");
  onlyIfChanged(state, [word, tone, detail], () => {
    state.dataset.tone = tone;
    state.replaceChildren(icon(tone), make("strong", {}, word), make("span", {}, detail));
  });
  const last = find("#last-mirror");
  onlyIfChanged(last, lastMirror, () => {
    last.replaceChildren(...lastMirrorWords(lastMirror));
  });
  const count = find("#tally");
  onlyIfChanged(count, tally, () => {
    const number = (value, isBad = false) => make("strong", isBad ? { class: "bad" } : {}, String(value));
    count.replaceChildren(
      number(tally.pairs),
      tally.pairs === 1 ? " pair, " : " pairs, ",
      number(tally.waiting),
      " on the way, ",
      number(tally.doubled, tally.doubled > 0),
      " doubled",
    );
  });
}

function lastMirrorWords(lastMirror) {
  if (!lastMirror) return ["Write something on either side."];
  const { from, milliseconds, at } = lastMirror;
  const to = from === "superoffice" ? "requestor" : "superoffice";
  return ["Last mirror ", make("strong", {}, seconds(milliseconds)), ` to ${deskTitles[to]}, ${second(at)}`];
}
