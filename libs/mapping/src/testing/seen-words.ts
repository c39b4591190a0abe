import { Parser } from "htmlparser2";

const hidden = new Set(["head", "iframe", "noembed", "noframes", "script", "style", "title"]);

/** A parser's own account of the words in markup, apart from everything the product reads with: the oracle of tests. */
export function seenWords(html: string): readonly string[] {
  const inside: string[] = [];
  const pieces: string[] = [];
  const parser = new Parser({
    onopentag: (name) => {
      inside.push(name);
    },
    onclosetag: () => {
      inside.pop();
    },
    ontext: (text) => {
      if (!inside.some((name) => hidden.has(name))) pieces.push(text);
    },
  });
  parser.end(html);
  return pieces
    .join(" ")
    .split(/[\s\u200b]+/)
    .filter((word) => word !== "");
}
