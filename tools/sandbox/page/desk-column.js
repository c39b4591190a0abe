import { composer } from "./composer.js";
import { find, onlyIfChanged } from "./dom.js";
import { messageList } from "./message-list.js";
import { mishapButtons } from "./mishaps.js";
import { deskTitles } from "./words.js";

/** One helpdesk: its head, its messages and the form to write in it. */
export function deskColumn(desk, { ticket, other }) {
  const element = find("#desk-template").content.firstElementChild.cloneNode(true);
  element.dataset.desk = desk;
  element.setAttribute("aria-label", deskTitles[desk]);
  find(".mark", element).dataset.desk = desk;
  const list = messageList(find(".messages", element), desk, (id) => other(desk).joined(id));
  const form = composer(find(".composer", element), desk, { ticket, sent: () => list.goToEnd() });
  const mishaps = mishapButtons(element, desk);
  return {
    desk,
    element,
    show(snapshot) {
      const view = snapshot.desks[desk];
      showHead(element, desk, view);
      form.show(view.writers);
      mishaps.show(view.mishaps);
      list.show(snapshot.ticket, snapshot.messages[desk]);
    },
    joined: (id) => list.card(id),
  };
}

function showHead(element, desk, { reference, subject }) {
  const title = find("h2", element);
  onlyIfChanged(title, [reference, subject], () => {
    const number = document.createElement("span");
    number.className = "reference";
    number.textContent = reference;
    title.replaceChildren(deskTitles[desk], number);
    find(".subject", element).textContent = subject;
    find(".subject", element).title = subject;
  });
}
