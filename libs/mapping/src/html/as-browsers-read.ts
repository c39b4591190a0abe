import { withoutXmlHabits } from "./elements.ts";
import { withoutStrayEnds } from "./stray-ends.ts";

/** The markup as our parser has to be given it to read in it what a browser does. */
export function asBrowsersRead(html: string): string {
  return withoutStrayEnds(withoutXmlHabits(html));
}
