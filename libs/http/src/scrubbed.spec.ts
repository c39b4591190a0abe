import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { scrubbed } from "./scrubbed.ts";

describe("a helpdesk's words", () => {
  it("are one line of bounded length", () => {
    expect(scrubbed(" Ticket\r\n is   locked ", [])).toBe("Ticket is locked");
    const long = scrubbed("x".repeat(5_000_000), []);
    expect(long.length).toBeLessThanOrEqual(301);
  });

  it("lose every run of eight or more characters of what must not be shown, and nothing else", () => {
    const note = "Dear Jane,\r\n  the alarm code is 4711.\r\nBye";
    expect(scrubbed('Not allowed: "the alarm code is 4711" in a message', [note])).toBe(
      'Not allowed: "[…]" in a message',
    );
    expect(scrubbed("Cut: the alarm co", [note])).toBe("Cut:[…]");
    expect(scrubbed("code is", [note])).toBe("code is");
    expect(scrubbed("Across lines: Jane, the alarm", [note])).toBe("Across lines:[…]");
    expect(scrubbed("user bridge, password hunter2!", ["hunter2!", ""])).toBe("user bridge, password […]");
  });

  it("lose a short secret as a whole", () => {
    expect(scrubbed("password s3cret is wrong", ["s3cret"])).toBe("password […] is wrong");
  });

  it("lose a run that was cut off at the end of the sentence", () => {
    expect(scrubbed(`${"x".repeat(290)} abcdefghijklmnop`, ["abcdefghijklmnop"])).not.toContain("abc");
  });

  it("lose text that was escaped for JSON, XML or a log", () => {
    const note = 'say "the alarm code" & <run>';
    for (const quoted of [JSON.stringify(note), "say &quot;the alarm code&quot; &amp; &lt;run&gt;"]) {
      expect(scrubbed(`Refused: ${quoted}`, [note])).not.toMatch(/alarm|run/);
    }
  });

  it("never hold a run of the secret, whatever the two texts are", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", " ", "\n"), maxLength: 60 });
    fc.assert(
      fc.property(letters, letters, (sentence, secret) => {
        const flat = secret.replace(/\s+/g, " ");
        const clean = scrubbed(`${sentence}${secret}`, [secret]);
        for (let at = 0; at + 8 <= flat.length; at += 1) {
          expect(clean.split("[…]").some((part) => part.includes(flat.slice(at, at + 8)))).toBe(false);
        }
      }),
    );
  });

  it("are cleaned quickly of megabytes", () => {
    const body = Array.from({ length: 40_000 }, (_, n) => `line number ${n} of this text`).join("\n");
    const started = process.threadCpuUsage().user;
    expect(scrubbed(`${body} refused`, [body])).not.toContain("line number");
    const monotonous = "x".repeat(5_000_000);
    expect(scrubbed(`${monotonous} refused`, [monotonous])).not.toContain("xxxxxxxx");
    expect((process.threadCpuUsage().user - started) / 1_000).toBeLessThan(2_500);
  });
});
