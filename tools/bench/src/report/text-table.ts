import { stripVTControlCharacters } from "node:util";

/** Rows of cells as text, the first row names the columns; figures stand right, words left. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const [names = [], ...body] = rows;
  const widths = names.map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? ""))));
  const isFigure = names.map((_, column) => body.every((row) => /^[\d.,]+$/.test(row[column] ?? "")));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const space = " ".repeat((widths[column] ?? 0) - width(cell));
        return isFigure[column] ? space + cell : cell + space;
      })
      .join("   ")
      .trimEnd();
  return rows.map((row) => `  ${line(row)}`).join("\n");
}

function width(cell: string): number {
  return stripVTControlCharacters(cell).length;
}
