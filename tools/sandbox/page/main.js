import { showBridge } from "./bridge-strip.js";
import { follow } from "./connection.js";
import { deskColumn } from "./desk-column.js";
import { find, onlyIfChanged } from "./dom.js";

const columns = ["superoffice", "requestor"].map((desk) =>
  deskColumn(desk, { ticket: () => ticket, other: otherColumn }),
);
find("#desks").append(...columns.map(({ element }) => element));

let ticket = Number(new URLSearchParams(location.search).get("ticket")) || null;
let stop = () => {};

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
}

function showConnection(isConnected) {
  const line = find("#connection");
  line.hidden = isConnected;
  line.textContent = isConnected ? "" : "The demo does not answer. Trying again …";
}

find("#ticket").addEventListener("change", (event) => {
  ticket = Number(event.target.value);
  history.replaceState(null, "", `?ticket=${ticket}`);
  watch();
});

watch();
