import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { safeFileName } from "./safe-file-name.ts";

const hardUnits = [
  ...'/\\.<>:"|?* _-aZ9é',
  "\u0000",
  "\u202E",
  "\u200D",
  "\u0301",
  "\uD800",
  "\uDC00",
  "漢",
  "ع",
  "🙂",
  "CON",
  "com1",
  ".pdf",
];
const nasty = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom(...hardUnits), { maxLength: 400 }).map((parts) => parts.join("")),
);

describe("a safe file name", () => {
  it.each([
    "faktura č. 7.pdf",
    "счёт.docx",
    "請求書 (1).xlsx",
    "תמונה.png",
    "عکس‌ها.jpg",
    "👩‍👩‍👧.gif",
    "résumé.final.v2.tar.gz",
    "no ending",
    ".gitignore",
  ])("keeps %s as it is", (name) => {
    expect(safeFileName(name.normalize("NFC"))).toBe(name.normalize("NFC"));
  });

  it.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\kim\\a.txt", "a.txt"],
    ["a/b/", "b"],
    ["..", "attachment"],
    ["...", "attachment"],
    ["", "attachment"],
    [" . ", "attachment"],
    ["CON", "_CON"],
    ["nul.txt", "_nul.txt"],
    ["COM1.tar.gz", "_COM1.tar.gz"],
    ["report.pdf. . ", "report.pdf"],
    ["a\u0000b\r\nc.txt", "abc.txt"],
    ["photo\u202Egpj.exe", "photogpj.exe"],
    ['what? "now" <x>|*:.txt', "what_ _now_ _x____.txt"],
    ["half\uD83D.txt", "half.txt"],
  ])("makes %j to %j", (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  it("is cut before its ending", () => {
    const safe = safeFileName(`${"ř".repeat(300)}.pdf`);
    expect(safe).toHaveLength(200);
    expect(safe.endsWith("ř.pdf")).toBe(true);
  });

  it("is never empty, too long, reserved, a path or with a control, whatever comes, and is its own safe name", () => {
    fc.assert(
      fc.property(nasty, (name) => {
        const safe = safeFileName(name);
        expect(safe.length).toBeGreaterThan(0);
        expect(safe.length).toBeLessThanOrEqual(200);
        expect(safe).not.toMatch(/[/\\<>:"|?*\p{Cc}\p{Cs}\u202A-\u202E]|[\s.]$|^\s/u);
        expect(safe).not.toMatch(/^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i);
        expect(safeFileName(safe)).toBe(safe);
      }),
      { numRuns: 2_000 },
    );
  });

  it("keeps every letter of a name without folders that is short enough", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."aěשж漢あกع0"), minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(letters, (name) => {
        expect(safeFileName(`${name}.pdf`)).toBe(`${name}.pdf`.normalize("NFC"));
      }),
    );
  });
});
