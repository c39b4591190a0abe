import type { Direction, Side } from "../api/shapes.ts";

export const sides = ["superoffice", "requestor"] as const satisfies readonly Side[];

export const directions = [
  "superoffice-to-requestor",
  "requestor-to-superoffice",
] as const satisfies readonly Direction[];

const names: Readonly<Record<Side, string>> = { superoffice: "SuperOffice", requestor: "Requestor" };

export function sideName(side: Side): string {
  return names[side];
}

export function sourceOf(direction: Direction): Side {
  return direction === "superoffice-to-requestor" ? "superoffice" : "requestor";
}

export function targetOf(direction: Direction): Side {
  return direction === "superoffice-to-requestor" ? "requestor" : "superoffice";
}

export function directionWords(direction: Direction): string {
  return `${sideName(sourceOf(direction))} to ${sideName(targetOf(direction))}`;
}
