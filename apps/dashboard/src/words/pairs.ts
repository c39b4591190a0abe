interface Pair {
  readonly superofficeTicketId: string;
  readonly requestorTicketId: string;
}

/** Two ids a line, with anything that is no digit between them; empty lines are left out. Null: a line is something else. */
export function readPairs(text: string): Pair[] | null {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const pairs = lines.map((line) => /^\s*(\d+)[\s,;:/-]+(\d+)\s*$/.exec(line));
  const found = pairs.flatMap((match) =>
    match?.[1] !== undefined && match[2] !== undefined
      ? [{ superofficeTicketId: match[1], requestorTicketId: match[2] }]
      : [],
  );
  return found.length === lines.length ? found : null;
}
