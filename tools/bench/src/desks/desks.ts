import { Child } from "../process/child.ts";
import type { DesksProcess } from "./desks-process.ts";

/** Starts both helpdesks in a process of their own. */
export function startDesks(): Promise<Child<DesksProcess>> {
  return Child.start<DesksProcess>(new URL("./desks-process.ts", import.meta.url));
}

export type Desks = Child<DesksProcess>;
