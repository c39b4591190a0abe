import type { WireFormat } from "./wire-format.ts";

/** `application/json` (samples of every page). */
export const jsonWire: WireFormat = {
  mediaType: "application/json",
  write: (_contract, post) => JSON.stringify(post),
  read: (text) => JSON.parse(text) as unknown,
  readError: (text) => {
    try {
      const value: unknown = JSON.parse(text);
      return typeof value === "object" && !Array.isArray(value) ? value : null;
    } catch {
      return null;
    }
  },
};
