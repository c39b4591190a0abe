import { find } from "./dom.js";
import { messageCard } from "./message-card.js";
import { deskTitles } from "./words.js";

const nearEndPx = 120;
const settleMs = 1500;

/** The messages of one side by id; only what changed is drawn again, so that frames do not blink. */
export function messageList(element, desk, twinCard) {
  element.setAttribute("aria-label", `Messages in ${deskTitles[desk]}`);
  const cards = new Map();
  let shownTicket = null;
  let stickUntil = 0;

  const toEnd = () => {
    element.scrollTop = element.scrollHeight;
  };
  // A frame gets its height only when it has loaded; until then the end moves.
  const stick = () => {
    stickUntil = performance.now() + settleMs;
    toEnd();
  };
  const grown = () => {
    if (performance.now() < stickUntil) toEnd();
  };

  return {
    card: (id) => cards.get(id),
    show(ticket, messages) {
      const isOther = ticket !== shownTicket;
      if (isOther) {
        for (const card of cards.values()) card.element.remove();
        cards.clear();
        shownTicket = ticket;
      }
      const wasAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx;
      const known = new Set(messages.map(({ id }) => id));
      for (const [id, card] of cards) {
        if (known.has(id)) continue;
        card.element.remove();
        cards.delete(id);
      }
      let isNew = false;
      messages.forEach((message, at) => {
        let card = cards.get(message.id);
        if (!card) {
          card = messageCard(desk, message, { twinCard, grown });
          cards.set(message.id, card);
          element.insertBefore(card.element, element.children[at] ?? null);
          isNew = true;
          if (!isOther) announce(card, desk, message);
        }
        card.show(message);
      });
      if (isNew && (isOther || wasAtEnd)) stick();
    },
  };
}

function announce(card, desk, { author, internal }) {
  card.element.classList.add("arrived");
  const kind = internal ? "internal note" : "message";
  find("#announcement").textContent = `New ${kind} in ${deskTitles[desk]} by ${author}`;
}
