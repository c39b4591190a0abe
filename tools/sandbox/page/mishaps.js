import { post } from "./connection.js";
import { find } from "./dom.js";
import { deskTitles, second } from "./words.js";

/** The buttons that make trouble, and the line that says what came of it. */
export function mishapButtons(column, desk) {
  const group = find(".mishaps", column);
  const note = find(".mishap-note", column);
  const buttons = new Map([...group.querySelectorAll("button")].map((button) => [button.dataset.mishap, button]));
  group.setAttribute("aria-label", `Make trouble in ${deskTitles[desk]}`);
  let facts = { answer: "fine", lostAt: null, downUntil: null };
  let timer;

  const draw = () => {
    clearTimeout(timer);
    const left =
      facts.downUntil === null ? 0 : Math.max(0, Math.ceil((Date.parse(facts.downUntil) - Date.now()) / 1000));
    const words = wordsOf(desk, facts, left);
    note.hidden = words === "";
    note.classList.toggle("live", facts.answer === "armed" || facts.downUntil !== null);
    if (note.textContent !== words) note.textContent = words;
    buttons.get("lose-answer").disabled = facts.answer === "armed";
    buttons.get("down").disabled = facts.downUntil !== null;
    if (left > 0) timer = setTimeout(draw, 250);
  };

  for (const [kind, button] of buttons) {
    button.addEventListener("click", () => {
      post(`/api/mishaps/${desk}/${kind}`).catch((error) => {
        note.hidden = false;
        note.textContent = error.message;
      });
    });
  }
  return {
    show(next) {
      facts = next;
      draw();
    },
  };
}

function wordsOf(desk, { answer, lostAt, downUntil }, left) {
  if (downUntil !== null) return `${deskTitles[desk]}'s API is down for ${left} s. Go on writing on either side.`;
  if (answer === "armed") {
    const other = desk === "superoffice" ? "requestor" : "superoffice";
    return `${deskTitles[desk]} will store the next copy and not answer. Write something in ${deskTitles[other]}.`;
  }
  if (answer === "lost") {
    return `At ${second(lostAt)} a copy was stored and the answer lost: the bridge looked for it instead of sending again.`;
  }
  return "";
}
