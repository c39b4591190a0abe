const named: Readonly<Record<string, string>> = {
  nbsp: " ",
  mdash: "—",
  amp: "&",
  lt: "<",
  gt: ">",
  uuml: "ü",
  szlig: "ß",
};

/** What a person reads of a body, plain or HTML, as words with one space between them. */
export function readableWords(body: string): string {
  return body
    .replace(/<[^>]*>/g, " ")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&([a-z]+);/g, (entity, name: string) => named[name] ?? entity)
    .replace(/\s+/g, " ")
    .replace(/ ([,.])/g, "$1");
}
