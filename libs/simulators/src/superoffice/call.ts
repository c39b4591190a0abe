import type { Records } from "../records.ts";
import type { DateStyle } from "./dates.ts";
import type { SuperOfficeDesk } from "./desk.ts";

/** One authenticated API call, as the handlers see it. */
export type Call = {
  desk: SuperOfficeDesk;
  records: Records;
  /** Associate id of the caller. */
  by: number;
  style: DateStyle;
  language: string;
  /** The parsed JSON body; undefined when there was none. */
  body: unknown;
  /** The body as it came. */
  bytes: Buffer;
  contentType: string;
  query: Readonly<Record<string, string>>;
  /** Absolute address of this resource without its query, for nextLink. */
  address: string;
};
