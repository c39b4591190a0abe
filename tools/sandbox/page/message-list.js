import { find } from "./dom.js";
import { messageCard } from "./message-card.js";
import { deskTitles } from "./words.js";

const nearEndPx = 60;

/**
 * The messages of one side by id; only what changed is drawn again, so that frames do not blink. The list stays at its
 * end, also while frames grow and the column shrinks, until the reader scrolls up.
 */
export function messageList(element, desk, twinCard) {
  element.setAttribute("aria-label", `Messages in ${deskTitles[desk]}`);
  const cards = new Map();
  let shownTicket = null;
  let isFollowing = true;
  let lastTop = 0;

  const settle = () => {
    if (isFollowing) element.scrollTop = element.scrollHeight;
  };
  element.addEventListener("scroll", () => {
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx;
    // Content that grew below also looks like being away from the end; only a move upwards is the reader's.
    if (isAtEnd) isFollowing = true;
    else if (element.scrollTop < lastTop) isFollowing = false;
    lastTop = element.scrollTop;
  });
  new ResizeObserver(settle).observe(element);

  return {
    card: (id) => cards.get(id),
    goToEnd() {
      isFollowing = true;
      settle();
    },
    show(ticket, messages) {
      const isOther = ticket !== shownTicket;
      if (isOther) {
        for (const card of cards.values()) card.element.remove();
        cards.clear();
        shownTicket = ticket;
        isFollowing = true;
      }
      const known = new Set(messages.map(({ id }) => id));
      for (const [id, card] of cards) {
        if (known.has(id)) continue;
        card.element.remove();
        cards.delete(id);
      }
      messages.forEach((message, at) => {
        let card = cards.get(message.id);
        if (!card) {
          card = messageCard(desk, message, { twinCard, grown: settle });
          cards.set(message.id, card);
          if (!isOther) announce(card, desk, message);
        }
        // A copy moves to its place once its original is known; one that stays must not be touched, or its frame blinks.
        if (element.children[at] !== card.element) element.insertBefore(card.element, element.children[at] ?? null);
        card.show(message);
      });
      settle();
    },
  };
}

function announce(card, desk, { author, internal }) {
  card.element.classList.add("arrived");
  const kind = internal ? "internal note" : "message";
  find("#announcement").textContent = `New ${kind} in ${deskTitles[desk]} by ${author}`;
}
