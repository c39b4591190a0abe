import { showBridge } from "./bridge-strip.js";
import { follow } from "./connection.js";
import { deskColumn } from "./desk-column.js";
import { find, icon, make, onlyIfChanged } from "./dom.js";

const columns = ["superoffice", "requestor"].map((desk) =>
  deskColumn(desk, { ticket: () => ticket, other: otherColumn }),
);
find("#desks").append(...columns.map(({ element }) => element));

let ticket = Number(new URLSearchParams(location.search).get("ticket")) || null;
let stop = () => {};
/** Keys of the tickets that are new no more; null before the first are known. */
let seen = null;

function otherColumn(desk) {
  return columns.find((column) => column.desk !== desk);
}

function watch() {
  stop();
  stop = follow(ticket, show, showConnection);
}

function show(snapshot) {
  ticket = snapshot.ticket;
  showPicker(snapshot);
  showBridge(snapshot.bridge);
  for (const column of columns) column.show(snapshot);
}

function showPicker({ ticket: current, tickets }) {
  const select = find("#ticket");
  onlyIfChanged(select, tickets, () =>
    select.replaceChildren(...tickets.map(({ key, name }) => new Option(`${name} (#${key})`, key))),
  );
  select.value = current;
  showNewTicket(tickets, current);
}

/** Offers the newest pair that came while the page was open, until somebody has looked at it. */
function showNewTicket(tickets, current) {
  seen ??= new Set(tickets.map(({ key }) => key));
  seen.add(current);
  const unseen = tickets.findLast(({ key }) => !seen.has(key)) ?? null;
  const button = find("#new-ticket");
  onlyIfChanged(button, unseen, () => {
    button.hidden = unseen === null;
    if (unseen === null) return;
    button.value = unseen.key;
    button.replaceChildren(make("strong", {}, "New ticket"), make("span", {}, unseen.name), icon("busy"));
    find("#announcement").textContent = `New ticket, now in both helpdesks: ${unseen.name}`;
  });
}

function choose(key) {
  ticket = Number(key);
  history.replaceState(null, "", `?ticket=${ticket}`);
  watch();
}

function showConnection(isConnected) {
  const line = find("#connection");
  line.hidden = isConnected;
  line.textContent = isConnected ? "" : "The demo does not answer. Trying again …";
}

find("#ticket").addEventListener("change", (event) => choose(event.target.value));
find("#new-ticket").addEventListener("click", (event) => choose(event.currentTarget.value));

watch();
