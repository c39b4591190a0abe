import type { Answer } from "../exchange.ts";
import { filtered, orderedSlice, readOrder } from "./archive-order.ts";
import type { Row, RowsByKey } from "./archive-order.ts";
import type { Call } from "./call.ts";
import { showDate } from "./dates.ts";
import { slevelDisplay } from "./enums.ts";
import { json, SuperOfficeRefusal } from "./errors.ts";
import { parseFilter, satisfies } from "./odata.ts";
import type { Cell, Columns, Predicate } from "./odata.ts";

/** What a list is made of. */
export type Provider = {
  name: string;
  entity: string;
  /** The column of the primary key. */
  key: string;
  columns: Columns;
  defaults: string[];
};

export function filterOf(call: Call, provider: Provider): Predicate[] {
  return parseFilter(option(call, "$filter") ?? "", provider.columns, call.style.zone);
}

/** The page of a list that the call asks for. */
export function page(call: Call, provider: Provider, filter: Predicate[], rows: RowsByKey, limited: boolean): Answer {
  const { desk } = call;
  const order = readOrder(option(call, "$orderBy") ?? "", (name) => columnName(provider, name));
  const unrestricted = filter.length === 0 && !limited && desk.settings.emptyWithoutFilter;
  const kept: RowsByKey = (descending) =>
    unrestricted ? [] : filtered(rows(descending), ({ cells }) => filter.every((predicate) => holds(predicate, cells)));
  const skip = count(call, "$skip") ?? 0;
  const top = count(call, "$top") ?? desk.settings.pageSize;
  // One row more than is shown says whether there is a next page.
  const found = orderedSlice(kept, order, provider.key, skip, skip + top + 1);
  const shown = found.slice(0, top);
  const more = found.length > top && shown.length > 0;
  const columns = shownColumns(call, provider);
  return json(200, {
    "odata.metadata": `${call.address.slice(0, call.address.indexOf("/api/v1/"))}/api/v1/Archive/$metadata`,
    "odata.nextLink": more ? nextLink(call, skip + shown.length) : null,
    value: shown.map((row) => rendered(call, provider, columns, row)),
  });
}

function holds(predicate: Predicate, cells: Row["cells"]): boolean {
  if (predicate.column === "getAllRows") return true;
  if (predicate.column === "getNoRows") return false;
  return satisfies(predicate, cells(predicate.column));
}

/** The wanted columns that there are: the name as it was asked for, and the column. */
function shownColumns(call: Call, provider: Provider): (readonly [string, string])[] {
  const select = option(call, "$select");
  const wanted = select === undefined ? provider.defaults : select.split(",").map((name) => name.trim());
  return wanted.flatMap((name) => {
    const column = columnName(provider, name);
    return column === undefined ? [] : [[name, column] as const];
  });
}

/** Slim: key as text, bare values as they are displayed. Full: key as number, displayed and raw value of each. */
function rendered(
  call: Call,
  provider: Provider,
  columns: (readonly [string, string])[],
  row: Row,
): Record<string, unknown> {
  const full = option(call, "$mode")?.toLowerCase() === "full";
  const shown: Record<string, unknown> = { PrimaryKey: full ? row.key : String(row.key), EntityName: provider.entity };
  for (const [name, column] of columns) {
    const raw = row.cells(column);
    const value =
      typeof raw === "string" && provider.columns.get(column) === "datetime" ? showDate(raw, call.style) : raw;
    const display = column.toLowerCase().endsWith("slevel") ? slevelText(call, raw) : value;
    shown[name] = full
      ? { DisplayValue: display === null ? "" : String(display), TooltipHint: "", LinkHint: "", RawValue: value }
      : display;
  }
  return shown;
}

function slevelText(call: Call, raw: Cell): string {
  const name = raw === 1 ? "Internal" : raw === 2 ? "External" : raw === 0 ? "Unknown" : `[${String(raw)}]`;
  return slevelDisplay(name, call.language);
}

function nextLink(call: Call, skip: number): string {
  const query = Object.entries(call.query).filter(([name]) => name.toLowerCase() !== "$skip");
  const parts = [...query, ["$skip", String(skip)] as const].map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return `${call.address}?${parts.join("&")}`;
}

function option(call: Call, name: string): string | undefined {
  return Object.entries(call.query).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

function count(call: Call, name: string): number | undefined {
  const text = option(call, name);
  if (text === undefined || text === "") return undefined;
  if (!/^\d+$/.test(text)) throw new SuperOfficeRefusal(500, "SoArchiveException", `${name} is not a number`);
  return Number(text);
}

function columnName(provider: Provider, wanted: string): string | undefined {
  return [...provider.columns.keys()].find((name) => name.toLowerCase() === wanted.toLowerCase());
}

/** A moment as an archive knows it: whole seconds. */
export function seconds(iso: string): string {
  return `${iso.slice(0, 19)}Z`;
}
