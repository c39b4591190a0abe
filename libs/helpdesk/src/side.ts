/** One of the two helpdesks. The names are part of the admin API. */
export const sides = ["superoffice", "requestor"] as const;
export type Side = (typeof sides)[number];

/** Which way a message travels. The names are part of the admin API. */
export const directions = ["superoffice-to-requestor", "requestor-to-superoffice"] as const;
export type Direction = (typeof directions)[number];

export function otherSide(side: Side): Side {
  return side === "superoffice" ? "requestor" : "superoffice";
}

/** A record with one value for each side, made in the order of `sides`. */
export function bySide<Value>(of: (side: Side) => Value): Readonly<Record<Side, Value>> {
  return { superoffice: of("superoffice"), requestor: of("requestor") };
}

export function directionFrom(source: Side): Direction {
  return source === "superoffice" ? "superoffice-to-requestor" : "requestor-to-superoffice";
}

export function sourceOf(direction: Direction): Side {
  return direction === "superoffice-to-requestor" ? "superoffice" : "requestor";
}

export function targetOf(direction: Direction): Side {
  return otherSide(sourceOf(direction));
}

/** The name a person reads: in attribution lines, reasons and the dashboard. */
export function sideName(side: Side): string {
  return side === "superoffice" ? "SuperOffice" : "Requestor";
}
