import { useEffect } from "react";

import { keepFocus } from "./keep-focus.ts";

/** See keepFocus. */
export function FocusKeeper() {
  useEffect(() => keepFocus(document), []);
  return null;
}
