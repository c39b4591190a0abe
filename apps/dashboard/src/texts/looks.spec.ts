import { describe, expect, it } from "vitest";

import { asGround, asWords, contrastOf, ink, painted, paintOf, white, type Colour } from "./colour.ts";
import { allInOwnOrder, inOwnOrder } from "./reading-order.ts";
import { sidewaysOf, simpleLook } from "./simple-look.ts";

const black: Colour = [0, 0, 0];
const shades = [0, 51, 102, 119, 153, 204, 255];
const all = shades.flatMap((red) => shades.flatMap((green) => shades.map((blue): Colour => [red, green, blue])));

describe("the colours of a text", () => {
  it("are read as a browser says them, and nothing else is", () => {
    expect(paintOf("#c00010")).toEqual({ colour: [192, 0, 16], opacity: 1 });
    expect(paintOf("rgba(1, 20, 255, 0.5)")).toEqual({ colour: [1, 20, 255], opacity: 0.5 });
    for (const said of ["", "red", "#fff", "url(#a)", "rgba(1, 2, 3, 0.5) url(x)", "color(srgb 1 0 0)", "#c00010}"]) {
      expect(paintOf(said), said).toBeNull();
    }
    expect(painted({ colour: black, opacity: 0.4 }, white)).toEqual([153, 153, 153]);
  });

  it("stay as they are where they read", () => {
    expect(asWords([192, 0, 0], white)).toEqual([192, 0, 0]);
    expect(asGround([255, 242, 204])).toEqual([255, 242, 204]);
  });

  it("read on their ground and on paper, whatever was wished for", () => {
    const unread = all.flatMap((wished) => {
      const ground = asGround(wished);
      const shown = [wished, ...all.slice(0, 40), white].map((words) => asWords(words, ground));
      const least = Math.min(...shown.flatMap((words) => [contrastOf(words, ground), contrastOf(words, white)]));
      return contrastOf(ink, ground) >= 7 && least >= 4.5 ? [] : [wished];
    });
    expect(unread).toEqual([]);
  });

  it("keep their hue when they are made to read", () => {
    const [red, green, blue] = asGround([0, 51, 102]);
    expect(blue).toBeGreaterThan(green);
    expect(green).toBeGreaterThan(red);
    const [r, g, b] = asWords([255, 255, 0], white);
    expect([r > 60, g > 60, b]).toEqual([true, true, 0]);
  });
});

describe("the look of an element", () => {
  const look = (said: Readonly<Record<string, string>>) => simpleLook((property) => said[property] ?? "", paintOf);

  it("keeps emphasis, alignment, sizes, room and borders", () => {
    expect(
      look({
        ...{ "font-weight": "700", "font-style": "italic", "text-decoration-line": "underline line-through" },
        ...{ "text-align": "right", "font-size": "12pt", "padding-left": "1em", "margin-top": "0px" },
        ...{ "border-top-style": "solid", "border-top-width": "1px", "border-top-color": "rgba(0, 0, 0, 0.4)" },
        ...{ "border-left-style": "none", "border-left-width": "3px" },
      }),
    ).toEqual([
      ...[
        "font-weight: 700",
        "font-style: italic",
        "text-decoration-line: underline line-through",
        "text-align: right",
      ],
      ...["font-size: 16px", "margin-top: 0px", "padding-left: 14px"],
      ...["border-top-style: solid", "border-top-width: 1px", "border-top-color: rgb(153, 153, 153)"],
      "border-left-style: none",
    ]);
  });

  it("has no size that hides words, however it is said", () => {
    for (const size of ["0px", "0.1pt", "-3px", "0%", "0.001em", "1px", "xx-small"]) {
      expect(look({ "font-size": size }), size).toEqual(["font-size: 11px"]);
    }
    expect(look({ "font-size": "900px", "margin-left": "-9999px", "padding-left": "9999px" })).toEqual([
      ...["font-size: 32px", "margin-left: 0px", "padding-left: 48px"],
    ]);
  });

  it("is known by how much room it wants beside its words, within the same bounds", () => {
    const wanted = (said: Readonly<Record<string, string>>) => sidewaysOf((property) => said[property] ?? "");
    expect(wanted({ "margin-left": "9999px", "padding-right": "1em", "border-left-width": "90px" })).toBe(48 + 14 + 4);
    expect(wanted({ "margin-left": "-9999px", "margin-top": "40px", "padding-left": "calc(9px)" })).toBe(0);
  });

  it("takes over nothing that it does not know by name", () => {
    const known = ["font-weight", "font-style", "text-decoration-line", "text-align", "font-size", "margin-left"];
    const attacks = ["url(x)", "var(--x)", "calc(0px)", "expression(alert(1))", "bold}", "bold;x:y", "700</style>"];
    for (const property of [...known, "border-left-style", "padding-top"]) {
      for (const attack of [...attacks, "inherit", "\\62 old", "bold/**/", "1px\n2px", "1e3px"]) {
        expect(look({ [property]: attack }), `${property}: ${attack}`).toEqual([]);
      }
    }
    const others = ["position", "display", "visibility", "opacity", "width", "text-indent", "content", "color"];
    expect(look(Object.fromEntries(others.map((name) => [name, "none"])))).toEqual([]);
    expect(
      look({ "border-left-style": "solid", "border-left-color": "url(x)", "border-left-width": "calc(1px)" }),
    ).toEqual(["border-left-style: solid", "border-left-width: 1px"]);
  });
});

describe("the order of words", () => {
  it("is that of their script, whatever characters are to turn them round", () => {
    expect(inOwnOrder("NL12 \u{202e}3456\u{202c} and \u{2067}100 200\u{2069}")).toBe("NL12 3456 and 100 200");
    expect(inOwnOrder("\u{2067}שלום\u{2069} \u{202e}12\u{202c}")).toBe("\u{2067}שלום\u{2069} 12\u{202c}");
    expect(inOwnOrder("Ordinary words.")).toBe("Ordinary words.");
    const answer = {
      title: "\u{202e}fdp.exe",
      paused: false,
      at: null,
      lanes: [{ reason: "“a\u{202e}fdp.exe”", held: 1 }],
    };
    expect(allInOwnOrder(answer)).toEqual({
      ...answer,
      title: "fdp.exe",
      lanes: [{ reason: "“afdp.exe”", held: 1 }],
    });
  });
});
