import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { useEffect, useRef, type KeyboardEvent } from "react";

/** Below the theme's "sm". */
const narrow = "(max-width: 47.99em)";

/**
 * The navigation of a narrow screen, which covers the view while it is open: the focus goes into it, and back to the
 * burger when it is closed. What stands off the screen or under it is to be inert.
 */
export function usePhoneNavigation() {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const isNarrow = useMediaQuery(narrow, false, { getInitialValueInEffect: false });
  const burger = useRef<HTMLButtonElement>(null);
  const places = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(false);

  useEffect(() => {
    if (isOpen === wasOpen.current) return;
    wasOpen.current = isOpen;
    const open = places.current?.querySelector<HTMLElement>("[aria-current=page]");
    const first = open ?? places.current?.querySelector<HTMLElement>("a");
    (isOpen ? first : burger.current)?.focus();
  }, [isOpen]);

  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === "Escape") close();
  };
  return { isNarrow, isOpen, toggle, close, burger, places, onKeyDown };
}
