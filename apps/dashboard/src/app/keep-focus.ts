/** A person's place on the page, and where it stood: the elements around it, from the innermost on, with the place within each. */
interface Place {
  readonly element: Element;
  readonly around: readonly { readonly parent: Element; readonly index: number }[];
}

const focusable = [
  "a[href]",
  ...["button", "input", "select", "textarea"].map((name) => `${name}:not([disabled])`),
  "[tabindex]",
].join(",");
const dialog = "[role=dialog]";
/** After a dialog's own return of the focus, which takes 10 ms. */
const settledMs = 40;

/**
 * Who works by keyboard keeps their place when what had the focus goes away: a row that is unlinked, acts that are done,
 * a menu's item that opened a dialog. What stands in its place now has the focus then, or the view's heading; a button
 * that was disabled while it worked has it again. The view is scrolled to it only after a key. Gives what ends it.
 */
export function keepFocus(page: Document): () => void {
  let last: Place | null = null;
  /** The same outside of dialogs: a dialog takes its places with it. */
  let behind: Place | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The last that was done was done with a key, and was no going back: then the browser knows how far to scroll. */
  let isByKey = false;

  const onKey = () => {
    isByKey = true;
  };
  const onReturn = () => {
    isByKey = false;
  };
  const onFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof Element) || target === page.body) return;
    last = placeOf(ownerOf(page, target));
    if (target.closest(dialog) === null) behind = last;
  };
  // Who clicks on nothing wants to be nowhere; a click beside a dialog only closes it.
  const onPointer = ({ target }: PointerEvent) => {
    isByKey = false;
    const isWithin = target instanceof Element && target.closest("[role=menu]") !== null;
    if (!isWithin && page.querySelector(dialog) === null) last = behind = null;
  };
  const restore = () => {
    timer = undefined;
    if (page.activeElement !== null && page.activeElement !== page.body) return;
    const open = [...page.querySelectorAll(dialog)].filter(isShown).at(-1) ?? null;
    const place = open === null && last?.element.isConnected === false ? (behind ?? last) : last;
    if (place === null || (open !== null && !open.contains(nearest(place)))) return;
    if (place.element.isConnected && place.element.matches(":disabled")) return;
    const found = standsFor(page, place);
    if (!(found instanceof HTMLElement)) return;
    found.focus({ preventScroll: true });
    if (isByKey) found.scrollIntoView({ block: "nearest" });
  };
  const observer = new MutationObserver(() => {
    timer ??= setTimeout(restore, settledMs);
  });

  page.addEventListener("focusin", onFocus);
  page.addEventListener("pointerdown", onPointer, true);
  page.addEventListener("keydown", onKey, true);
  page.defaultView?.addEventListener("popstate", onReturn);
  observer.observe(page.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  return () => {
    page.removeEventListener("focusin", onFocus);
    page.removeEventListener("pointerdown", onPointer, true);
    page.removeEventListener("keydown", onKey, true);
    page.defaultView?.removeEventListener("popstate", onReturn);
    observer.disconnect();
    clearTimeout(timer);
  };
}

/** A menu goes with every choice: its button stands for what is chosen in it. */
function ownerOf(page: Document, element: Element): Element {
  const name = element.closest("[role=menu]")?.getAttribute("aria-labelledby") ?? null;
  return (name === null ? null : page.getElementById(name)) ?? element;
}

function placeOf(element: Element): Place {
  const around: { parent: Element; index: number }[] = [];
  for (let one = element; one.parentElement !== null; one = one.parentElement) {
    around.push({ parent: one.parentElement, index: [...one.parentElement.children].indexOf(one) });
  }
  return { element, around };
}

/** What is left of where it stood. */
function nearest({ element, around }: Place): Element | null {
  return element.isConnected ? element : (around.find(({ parent }) => parent.isConnected)?.parent ?? null);
}

/** The element itself, what stands next to where it stood, or the heading; null while there is none yet. */
function standsFor(page: Document, { element, around }: Place): Element | null {
  if (element.isConnected && isShown(element)) return element;
  const heading = page.querySelector("h1");
  for (const { parent, index } of around) {
    if (!parent.isConnected) continue;
    if (heading === null || parent.contains(heading)) break;
    const children = [...parent.children];
    const found = [...children.slice(index), ...children.slice(0, index).reverse()].map(firstFocusable);
    const next = found.find((each) => each !== null);
    if (next !== undefined) return next;
  }
  return heading;
}

function firstFocusable(within: Element): Element | null {
  const all = [...(within.matches(focusable) ? [within] : []), ...within.querySelectorAll(focusable)];
  return all.find(isShown) ?? null;
}

function isShown(element: Element): boolean {
  return element.getClientRects().length > 0 && element.closest("[aria-hidden=true], [inert]") === null;
}
