import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { bridge, markerOf, messageFrom } from "../testing/messages.ts";
import { markerCode } from "./marker-code.ts";
import { parseSuperofficeMessageId, superofficeMessageIdOf } from "./superoffice-message-id.ts";

const marker = markerOf(messageFrom("requestor"), 3);
const code = markerCode(marker, bridge.bridgeId, bridge.secret);
const written = superofficeMessageIdOf(marker, code, bridge.bridgeId);
const bare = written.slice(1, -1);

describe("the MessageId of a mirror in SuperOffice", () => {
  it("names the source in the shape of a mail's Message-Id", () => {
    expect(written).toBe(`<requestor.734.8812.3.${code}@bridge.example>`);
  });

  it.each([
    ["as written", written],
    ["without angle brackets", bare],
    ["with half of them", `<${bare}`],
    ["with white space around", `  \r\n${written}\t`],
    ["with the host in other letters", written.replace("bridge.example", "Bridge.EXAMPLE")],
    ["in capital letters", written.toUpperCase()],
    ["of another bridge", written.replace("bridge.example", "other.example")],
  ])("is read %s", (_how, text) => {
    expect(parseSuperofficeMessageId(text)).toEqual({ ...marker, code });
  });

  it.each([
    ["a mail's own", "<CAF9b2c@mail.gmail.com>"],
    ["another side's", written.replace("requestor", "superoffice")],
    ["a code of other length", written.replace(code, `${code}a`)],
    ["an id of zero", written.replace("734", "0")],
    ["text around it", `x ${written}`],
    ["two of them", written + written],
    ["nothing", ""],
    ["null", null],
    ["a number", 12],
  ])("is not read from %s", (_what, text) => {
    expect(parseSuperofficeMessageId(text)).toBeNull();
  });

  it("is total on any input", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(() => parseSuperofficeMessageId(value)).not.toThrow();
      }),
    );
  });
});
