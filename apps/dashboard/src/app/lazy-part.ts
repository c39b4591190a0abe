import { lazy, type LazyExoticComponent, type ReactNode } from "react";

import { forgetLoadedAnew } from "./load-anew.ts";
import { NotLoadedError } from "./not-loaded-error.ts";

type Part<Props> = (props: Props) => ReactNode;

/** A part of the page that is loaded when it is first shown; throws NotLoadedError to the boundary around it. */
export function lazyPart<Props>(load: () => Promise<Part<Props>>): LazyExoticComponent<Part<Props>> {
  return lazy(async () => {
    try {
      const part = await load();
      forgetLoadedAnew();
      return { default: part };
    } catch (cause) {
      throw new NotLoadedError(cause);
    }
  });
}
