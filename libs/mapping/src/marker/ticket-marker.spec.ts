import type { TicketId } from "@ticket-bridge/helpdesk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { isAuthenticTicketMarker, parseTicketMarker, ticketCode, titleWithMarker } from "./ticket-marker.ts";

const key = { bridgeId: "bridge.example", secret: "a secret for tests" };
const marker = { side: "requestor", ticketId: "47" as TicketId } as const;
const made = (title: string, longest = 255) => titleWithMarker(title, marker, key, longest);

describe("the marker of a created ticket", () => {
  it("stands at the title's end, with the system and number a person looks for", () => {
    expect(made("Printer is dead")).toBe(`Printer is dead [Requestor 47 ${ticketCode(marker, key)}]`);
    expect(ticketCode(marker, key)).toMatch(/^[0-9a-z]{10}$/);
  });

  it("is read back and known as ours, whatever the title", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (title) => {
        const written = made(title);
        expect(written.length).toBeLessThanOrEqual(255);
        expect(written).not.toMatch(/[\r\n\0]/);
        const parsed = parseTicketMarker(written);
        expect(parsed).toMatchObject(marker);
        expect(parsed !== null && isAuthenticTicketMarker(parsed, key)).toBe(true);
      }),
    );
  });

  it("leaves room for itself and cuts the title instead", () => {
    expect(made("x".repeat(300))).toHaveLength(255);
    expect(made("x".repeat(300))).toContain(ticketCode(marker, key));
  });

  it("takes the place of one that a copied title brings along", () => {
    const copied = titleWithMarker("Re: Printer", { side: "superoffice", ticketId: "734" as TicketId }, key, 255);
    expect(made(copied)).toBe(`Re: Printer [Requestor 47 ${ticketCode(marker, key)}]`);
    expect(made(made("Printer"))).toBe(made("Printer"));
  });

  it.each(["Printer (#9001)", "urgent", "[INC-000047]"])("is seen also when %j was put around it since", (more) => {
    expect(parseTicketMarker(`${more} ${made("Printer")} ${more}`)).toMatchObject(marker);
    expect(made(`${made("Printer")} ${more}`)).toBe(`Printer ${more} [Requestor 47 ${ticketCode(marker, key)}]`);
  });

  it("is the last one where a title brought another along", () => {
    const other = ticketCode({ side: "superoffice", ticketId: "734" as TicketId }, key);
    expect(parseTicketMarker(`[SuperOffice 734 ${other}] ${made("Printer")} x`)).toMatchObject(marker);
  });

  it("is nobody else's: another bridge, secret, side or ticket has another code", () => {
    const own = ticketCode(marker, key);
    expect(ticketCode(marker, { ...key, bridgeId: "other.example" })).not.toBe(own);
    expect(ticketCode(marker, { ...key, secret: "another secret" })).not.toBe(own);
    expect(ticketCode({ ...marker, side: "superoffice" }, key)).not.toBe(own);
    expect(ticketCode({ ...marker, ticketId: "48" as TicketId }, key)).not.toBe(own);
    const forged = parseTicketMarker("Hello [Requestor 48 k3f9a2bc7d]");
    expect(forged !== null && isAuthenticTicketMarker(forged, key)).toBe(false);
  });

  it.each(["", "Printer", "[Requestor 47]", "[Requestor 0 k3f9a2bc7d]"])("is not seen in %j", (title) => {
    expect(parseTicketMarker(title)).toBeNull();
  });
});
