import { find, icon, make, mark, onlyIfChanged } from "./dom.js";
import { bytes, deskTitles, exactly, when } from "./words.js";

/** One message. `twinCard` finds the other side's card of an id; `grown` is called when the card got its height. */
export function messageCard(desk, message, { twinCard, grown }) {
  const head = make("div", { class: "message-head" });
  const body = make("div", {});
  const files = make("ul", { class: "files", "aria-label": "Attachments" });
  const foot = make("div", { class: "message-foot" });
  const element = make("li", { class: "message", "data-id": message.id }, head, body, files, foot);
  let twin = null;

  const join = (isJoined) => {
    for (const card of [element, twin === null ? null : twinCard(twin)?.element]) {
      card?.classList.toggle("joined", isJoined && twin !== null);
    }
  };
  element.addEventListener("pointerenter", () => join(true));
  element.addEventListener("pointerleave", () => join(false));
  element.addEventListener("focusin", () => join(true));
  element.addEventListener("focusout", () => join(false));
  element.addEventListener("animationend", () => element.classList.remove("arrived"));

  const goToTwin = () => {
    const card = twinCard(twin);
    card?.element.scrollIntoView({ block: "nearest", behavior: "smooth" });
    find(".twin", card?.element)?.focus({ preventScroll: true });
  };

  return {
    element,
    show(facts) {
      twin = facts.twin;
      element.dataset.origin = facts.origin;
      element.classList.toggle("internal", facts.internal);
      element.classList.toggle("deleted", facts.deleted);
      const { author, role, byBridge, internal, at, edited, deleted, tells } = facts;
      onlyIfChanged(head, [author, role, byBridge, internal, at, edited, deleted, tells], () => showHead(head, facts));
      onlyIfChanged(body, [facts.version, facts.text, deleted], () => showBody(body, desk, facts, grown));
      onlyIfChanged(files, [facts.attachments, deleted], () => showFiles(files, desk, facts));
      onlyIfChanged(foot, [facts.twin, facts.delivery, facts.origin], () => showFoot(foot, desk, facts, goToTwin));
    },
  };
}

function showHead(head, { author, role, byBridge, internal, at, edited, deleted, tells }) {
  const badge = internal
    ? make("span", { class: "badge internal" }, icon("lock"), "Internal")
    : make("span", { class: "badge" }, icon("open"), "Public");
  const time = make("time", { datetime: at, title: exactly(at) }, when(at));
  if (author === "") {
    head.replaceChildren(stamp("Deleted"), time);
    return;
  }
  const who = byBridge ? "mirrored" : role;
  const stamps = [told[tells], edited && !deleted ? "Edited" : null, deleted ? "Deleted" : null];
  const shown = stamps.filter(Boolean).map(stamp);
  head.replaceChildren(make("strong", {}, author), make("span", {}, who), badge, ...shown, time);
}

const told = { edit: "Correction", deletion: "Deletion" };

function stamp(words) {
  return make("span", { class: "stamp" }, words);
}

/** The files at a message; a picture that its words show is not named again. */
function showFiles(files, desk, { id, attachments, deleted }) {
  const named = deleted ? [] : attachments.filter(({ contentId }) => contentId === "");
  files.hidden = named.length === 0;
  files.replaceChildren(
    ...named.map((file) => {
      const link = make("a", { href: `/messages/${desk}/${id}/files/${file.id}`, download: file.name });
      link.append(icon("clip"), make("span", {}, file.name));
      return make("li", {}, link, make("span", { class: "size" }, bytes(file.size)));
    }),
  );
}

/** HTML stands in a frame of its own in which nothing can run or load; plain text is text. */
function showBody(body, desk, { id, text, version, byBridge, deleted }, grown) {
  if (deleted) {
    body.replaceChildren(make("p", { class: "body" }, "This message was deleted."));
    return;
  }
  if (text === null) {
    body.replaceChildren(htmlFrame(`/messages/${desk}/${id}?v=${version}`, grown));
    return;
  }
  const [first, ...rest] = text.split("\n");
  const isAttributed = byBridge && /^\[.*\]$/.test(first.trim());
  const parts = isAttributed ? [make("span", { class: "attribution" }, first), rest.join("\n").trimStart()] : [text];
  body.replaceChildren(make("p", { class: "body" }, ...parts));
}

function htmlFrame(source, grown) {
  const frame = make("iframe", {
    class: "body",
    sandbox: "allow-same-origin",
    title: "The message's words",
    tabindex: "-1",
    src: source,
  });
  const fit = () => {
    const root = frame.contentDocument?.documentElement;
    if (!root) return;
    const height = `${Math.ceil(root.getBoundingClientRect().height)}px`;
    if (frame.style.height === height) return;
    frame.style.height = height;
    grown();
  };
  frame.addEventListener("load", () => {
    replaceLostPictures(frame.contentDocument);
    fit();
    if (frame.contentDocument) new ResizeObserver(fit).observe(frame.contentDocument.documentElement);
  });
  return frame;
}

/** A picture that is not there, or that the frame may not load, would show as the browser's broken image. */
function replaceLostPictures(content) {
  for (const picture of content?.querySelectorAll("img") ?? []) {
    if (picture.complete && picture.naturalWidth > 0) continue;
    const placeholder = content.createElement("span");
    placeholder.className = "lost-picture";
    placeholder.textContent = picture.alt ? `Picture: ${picture.alt}` : "Picture";
    picture.replaceWith(placeholder);
  }
}

function showFoot(foot, desk, { id, twin, delivery, origin }, goToTwin) {
  const other = desk === "superoffice" ? "requestor" : "superoffice";
  const from = make("span", {}, origin === desk ? `${id}` : `${id}, from ${deskTitles[origin]}`);
  foot.replaceChildren(
    from,
    delivery ? deliveryWords(delivery) : twin === null ? "" : twinButton(other, twin, goToTwin),
  );
}

function twinButton(other, twin, goToTwin) {
  const label = `Same message in ${deskTitles[other]}: ${twin}`;
  const button = make("button", { type: "button", class: "twin", title: label, "aria-label": label });
  button.append(icon("pair"), mark(other), String(twin));
  button.addEventListener("click", goToTwin);
  return button;
}

function deliveryWords({ of, word, reason }) {
  const isHeld = word === "held";
  const what = of === "message" ? word : `${of} ${word}`;
  const words = reason ? `${what}: ${reason}` : what;
  return make("span", { class: isHeld ? "delivery held" : "delivery" }, icon(isHeld ? "trouble" : "waiting"), words);
}
