import { describe, expect, it } from "vitest";

import { readConfig } from "./read-config.ts";
import { complete, faultsOf } from "./testing/faults-of.ts";

describe("addresses", () => {
  it.each([
    ["https://so.example.com/Cust1/", "https://so.example.com/Cust1", 0],
    ["https://so.example.com/Cust1/api/v1", "https://so.example.com/Cust1", 1],
    ["https://so.example.com/Cust1/API/v1/", "https://so.example.com/Cust1", 1],
    ["https://so.example.com/Cust1/api", "https://so.example.com/Cust1", 1],
    ["https://so.example.com", "https://so.example.com", 0],
    ["HTTPS://SO.example.com:443/Cust1", "https://so.example.com/Cust1", 0],
  ])("makes %s %s", (given, url, notes) => {
    const { config, warnings } = readConfig({ ...complete, SUPEROFFICE_URL: given });
    expect(config.superoffice.url).toBe(url);
    expect(warnings).toHaveLength(notes);
  });

  it("takes /api off Requestor's address and says so", () => {
    const { config, warnings } = readConfig({ ...complete, REQUESTOR_URL: "https://requestor.example.com/desk/api/" });
    expect(config.requestor.url).toBe("https://requestor.example.com/desk");
    expect(warnings).toEqual(["REQUESTOR_URL ends with /api, which the bridge adds by itself: it was taken off."]);
  });

  it("warns that credentials travel unprotected over http, but not on this machine", () => {
    const open = readConfig({ ...complete, REQUESTOR_URL: "http://requestor.example.com" });
    expect(open.warnings).toEqual([
      "REQUESTOR_URL is an http address: credentials and messages travel unprotected; use https.",
    ]);
    for (const url of ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:1"]) {
      expect(readConfig({ ...complete, REQUESTOR_URL: url }).warnings).toEqual([]);
    }
  });

  it.each(["requestor.example.com", "ftp://a", "https://kim:pw@a.example", "https://a.example/?x=1", "https://a/#b"])(
    "refuses %s",
    (url) => {
      expect(faultsOf({ ...complete, REQUESTOR_URL: url })).toHaveLength(1);
    },
  );
});
