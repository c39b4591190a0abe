import { readDate } from "./dates.ts";
import { SuperOfficeRefusal } from "./errors.ts";

export type ColumnType = "int" | "string" | "datetime" | "bool" | "list";
/** What a filter compares: numbers, texts, or dates as ISO 8601 UTC. */
export type Cell = number | string | boolean | null;
export type Columns = ReadonlyMap<string, ColumnType>;

export type Predicate = { column: string; operator: string; values: Cell[] };

const OPERATORS: Readonly<Record<ColumnType, readonly string[]>> = {
  int: ["eq", "equals", "ne", "lt", "le", "gt", "ge", "between", "in", "oneOf"],
  string: ["is", "isNot", "eq", "begins", "contains", "notContains", "in"],
  datetime: ["dateTime", "beforeTime", "afterTime", "between"],
  bool: ["set", "eq"],
  list: ["oneOf", "in", "eq", "ne"],
};

/** Reads `$filter`: predicates joined by `and`. Throws the server's error for what this subset does not hold. */
export function parseFilter(filter: string, columns: Columns, zone: string): Predicate[] {
  const tokens = tokenise(filter);
  const predicates: Predicate[] = [];
  while (tokens.length > 0) {
    predicates.push(readPredicate(tokens, columns, zone));
    const joint = tokens.shift();
    if (joint === undefined) break;
    if (joint.text.toLowerCase() !== "and" || tokens.length === 0) throw malformed(`unexpected '${joint.text}'`);
  }
  return predicates;
}

export function satisfies(predicate: Predicate, cell: Cell): boolean {
  const [first, second] = predicate.values;
  switch (predicate.operator.toLowerCase()) {
    case "eq":
    case "equals":
    case "is":
    case "datetime":
      return same(cell, first);
    case "ne":
    case "isnot":
      return !same(cell, first);
    case "gt":
    case "aftertime":
      return compare(cell, first) > 0;
    case "ge":
      return compare(cell, first) >= 0;
    case "lt":
    case "beforetime":
      return compare(cell, first) < 0;
    case "le":
      return compare(cell, first) <= 0;
    case "between":
      return compare(cell, first) >= 0 && compare(cell, second) <= 0;
    case "in":
    case "oneof":
      return predicate.values.some((value) => same(cell, value));
    case "begins":
      return textOf(cell).startsWith(textOf(first));
    case "contains":
      return textOf(cell).includes(textOf(first));
    case "notcontains":
      return !textOf(cell).includes(textOf(first));
    case "set":
      return first === false ? cell !== true : cell === true;
    default:
      throw malformed(`operator '${predicate.operator}'`);
  }
}

/** Compares two cells for `$orderBy`. */
export function compare(a: Cell | undefined, b: Cell | undefined): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [textOf(a), textOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

type Token = { text: string; quoted: boolean };

function tokenise(filter: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s*(?:'((?:[^']|'')*)'|([(),])|([^\s'(),]+))/gy;
  let end = 0;
  for (const match of filter.matchAll(pattern)) {
    end = match.index + match[0].length;
    const [, literal, mark, word] = match;
    tokens.push(
      literal === undefined
        ? { text: mark ?? word ?? "", quoted: false }
        : { text: literal.replaceAll("''", "'"), quoted: true },
    );
  }
  if (filter.slice(end).trim() !== "") throw malformed(`at '${filter.slice(end).trim()}'`);
  return tokens;
}

function readPredicate(tokens: Token[], columns: Columns, zone: string): Predicate {
  const column = tokens.shift()?.text ?? "";
  const type = [...columns].find(([name]) => name.toLowerCase() === column.toLowerCase());
  if (!type) throw malformed(`unknown column '${column}'`);
  const [name, columnType] = type;
  // A column like getAllRows may stand alone.
  if (columnType === "bool" && (tokens.length === 0 || tokens[0]?.text.toLowerCase() === "and")) {
    return { column: name, operator: "set", values: [true] };
  }
  const operator = tokens.shift()?.text ?? "";
  if (!OPERATORS[columnType].some((known) => known.toLowerCase() === operator.toLowerCase())) {
    throw malformed(`operator '${operator}' does not fit column '${name}'`);
  }
  const bare = columnType === "bool" && (tokens.length === 0 || tokens[0]?.text.toLowerCase() === "and");
  if (bare) return { column: name, operator, values: [true] };
  return { column: name, operator, values: readValues(tokens).map((token) => literal(token, columnType, zone)) };
}

function readValues(tokens: Token[]): Token[] {
  const first = tokens.shift();
  if (!first) throw malformed("a value is missing");
  if (first.quoted || first.text !== "(") return [first];
  const values: Token[] = [];
  for (let token = tokens.shift(); ; token = tokens.shift()) {
    if (!token) throw malformed("')' is missing");
    if (!token.quoted && token.text === ")") return values;
    if (token.quoted || token.text !== ",") values.push(token);
  }
}

function literal({ text, quoted }: Token, type: ColumnType, zone: string): Cell {
  switch (type) {
    case "int":
    case "list": {
      if (!/^-?\d+$/.test(text)) throw malformed(`'${text}' is not a number`);
      return Number(text);
    }
    case "datetime": {
      const moment = readDate(text, zone);
      if (moment === undefined || !quoted) throw malformed(`'${text}' is not a date`);
      return moment === null ? "" : `${moment.slice(0, 19)}Z`;
    }
    case "bool":
      return text.toLowerCase() === "true" || text === "1";
    case "string":
      return text;
  }
}

function same(a: Cell | undefined, b: Cell | undefined): boolean {
  if (typeof a === "string" && typeof b === "string") return a.toLowerCase() === b.toLowerCase();
  return a === b;
}

function textOf(cell: Cell | undefined): string {
  return cell === undefined || cell === null ? "" : String(cell).toLowerCase();
}

function malformed(what: string): SuperOfficeRefusal {
  return new SuperOfficeRefusal(500, "SoArchiveException", `Could not parse the restriction: ${what}`);
}
