const mark = "ticket-bridge:loaded-anew";

/**
 * Loads the whole page anew where the bridge is there to send it: browsers may keep for good that a part could not be
 * loaded, and a bridge that was upgraded names its parts otherwise.
 */
export async function loadAnew(): Promise<void> {
  if (await isServed()) window.location.reload();
}

/** The same by itself: once, until a part was loaded or the bridge was away, as what is broken stays so. */
export async function loadAnewOnce(): Promise<void> {
  if (!(await isServed())) return forgetLoadedAnew();
  if (sessionStorage.getItem(mark) !== null) return;
  sessionStorage.setItem(mark, "once");
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
