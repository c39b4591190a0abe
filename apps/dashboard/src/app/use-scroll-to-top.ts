import { useEffect, useLayoutEffect, useRef } from "react";
import { useLocation } from "wouter";

/** Another view begins at its top; who goes back stands where they stood, which the browser knows. */
export function useScrollToTop(): void {
  const [path] = useLocation();
  const shown = useRef(path);
  const returnedTo = useRef<string | null>(null);

  useEffect(() => {
    const onReturn = () => {
      returnedTo.current = window.location.pathname;
    };
    // Before what shows the other view hears of it.
    window.addEventListener("popstate", onReturn, true);
    return () => window.removeEventListener("popstate", onReturn, true);
  }, []);

  useLayoutEffect(() => {
    if (shown.current === path) return;
    if (returnedTo.current !== path) window.scrollTo(0, 0);
    shown.current = path;
    returnedTo.current = null;
  }, [path]);
}
