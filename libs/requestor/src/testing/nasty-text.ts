import fc from "fast-check";

/** What XML 1.0 can carry of a text; U+FFFD stands for the rest. */
export const representable = (text: string): string =>
  Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const control = code < 0x20 && ![9, 10, 13].includes(code);
    const surrogate = code >= 0xd800 && code <= 0xdfff;
    return control || surrogate || code === 0xfffe || code === 0xffff ? "\uFFFD" : character;
  }).join("");

/** Mostly the characters that break careless XML, with anything else between. */
export const nastyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "]]>",
        "<![CDATA[",
        "&",
        "&amp;",
        "&#1;",
        "<",
        ">",
        "'",
        '"',
        "\r",
        "\r\n",
        "\n",
        " ",
        "\t",
        "</Message>",
      ),
      fc.constantFrom("\0", "\u0001", "\u001f", "\u007f", "\u0085", "\u2028", "\ud800", "\udfff", "\ufffe", "\uffff"),
      fc.constantFrom("\u{1F600}", "\u{10FFFF}", "ž", "<!-- c -->", "<?pi?>", "<!DOCTYPE a>"),
      fc.string({ unit: "binary" }),
    ),
  )
  .map((parts) => parts.join(""));
