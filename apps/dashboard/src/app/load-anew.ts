const mark = "ticket-bridge:loaded-anew";
/** From then on a question that is cut off says nothing of the bridge. */
let isLeaving = false;

/**
 * Loads the whole page anew where the bridge is there to send it: browsers may keep for good that a part could not be
 * loaded, and a bridge that was upgraded names its parts otherwise.
 */
export async function loadAnew(): Promise<void> {
  if (await isServed()) leave();
}

/** The same by itself: once, until a part was loaded or the bridge was away, as what is broken stays so. */
export async function loadAnewOnce(): Promise<void> {
  const isThere = await isServed();
  if (isLeaving) return;
  if (!isThere) return forgetLoadedAnew();
  if (sessionStorage.getItem(mark) !== null) return;
  sessionStorage.setItem(mark, "once");
  leave();
}

function leave(): void {
  isLeaving = true;
  window.location.reload();
}

export function forgetLoadedAnew(): void {
  sessionStorage.removeItem(mark);
}

async function isServed(): Promise<boolean> {
  try {
    return (await fetch("/", { method: "HEAD", cache: "no-store" })).ok;
  } catch {
    // It cannot be reached.
    return false;
  }
}
