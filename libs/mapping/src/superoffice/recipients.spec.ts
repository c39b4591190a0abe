import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { recipientsOf } from "./recipients.ts";

describe("the recipients of a mail", () => {
  it("are its To, Cc and Bcc as text, and the addresses of those copied in", () => {
    const head = [
      "Received: from mx.example.com",
      'To: "Support, First Line" <support@example.com>',
      "CC: =?utf-8?Q?J=C3=BCrgen?= <j@example.com>,",
      "\tTeam: kim@example.com, lee@example.com;, kim@example.com",
      "bcc: audit@example.com",
      "Subject: Cc: nobody@example.com",
    ].join("\r\n");
    expect(recipientsOf(head)).toEqual({
      to: '"Support, First Line" <support@example.com>',
      cc: "Jürgen <j@example.com>, Team: kim@example.com, lee@example.com;, kim@example.com",
      bcc: "audit@example.com",
      ccAddresses: ["j@example.com", "kim@example.com", "lee@example.com"],
      bccAddresses: ["audit@example.com"],
    });
  });

  it("are nobody where the head names none", () => {
    expect(recipientsOf("")).toBeNull();
    expect(recipientsOf("Subject: hello\r\n\r\n")).toBeNull();
  });

  it("are read of any head without an error, and no address can begin another header", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (value, rest) => {
        const found = recipientsOf(`Cc: ${value}\r\nBcc: ${rest}`);
        for (const address of [...(found?.ccAddresses ?? []), ...(found?.bccAddresses ?? [])]) {
          expect(address).toMatch(/^[^\s<>@,;]+@[^\s<>@,;]+$/);
        }
      }),
    );
  });
});
