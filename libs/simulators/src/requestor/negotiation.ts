export type WireFormat = { kind: "json" | "xml"; mediaType: string };

const FORMATS: readonly WireFormat[] = [
  { kind: "json", mediaType: "application/json" },
  { kind: "json", mediaType: "text/json" },
  { kind: "xml", mediaType: "application/xml" },
  { kind: "xml", mediaType: "text/xml" },
];
const JSON_FORMAT: WireFormat = { kind: "json", mediaType: "application/json" };

type Headers = { accept?: string | undefined; contentType?: string | undefined; requestedWith?: string | undefined };

/** The formatter that reads this Content-Type, or undefined: 415. */
export function readableFormat(contentType: string | undefined): WireFormat | undefined {
  const mediaType = bare(contentType ?? "");
  return FORMATS.find((format) => format.mediaType === mediaType);
}

/** Web API 2's DefaultContentNegotiator: XMLHttpRequest mapping, Accept by quality, the request's own type, else JSON. */
export function answerFormat({ accept, contentType, requestedWith }: Headers): WireFormat {
  const wanted = (accept ?? "").trim();
  if (requestedWith?.toLowerCase() === "xmlhttprequest" && (wanted === "" || wanted === "*/*")) return JSON_FORMAT;
  const ranges = wanted
    .split(",")
    .map(range)
    .filter(({ mediaType, quality }) => mediaType !== "" && quality > 0)
    .sort((a, b) => b.quality - a.quality || rank(a.mediaType) - rank(b.mediaType));
  for (const { mediaType } of ranges) {
    const found = FORMATS.find((format) => covers(mediaType, format.mediaType));
    if (found) return found;
  }
  return readableFormat(contentType) ?? JSON_FORMAT;
}

function range(text: string): { mediaType: string; quality: number } {
  const quality = /;\s*q=([\d.]+)/i.exec(text)?.[1];
  return { mediaType: bare(text), quality: quality === undefined ? 1 : Number(quality) };
}

function rank(mediaType: string): number {
  if (mediaType === "*/*") return 2;
  return mediaType.endsWith("/*") ? 1 : 0;
}

function covers(rangeType: string, mediaType: string): boolean {
  if (rangeType === "*/*") return true;
  return rangeType.endsWith("/*") ? mediaType.startsWith(rangeType.slice(0, -1)) : rangeType === mediaType;
}

function bare(mediaType: string): string {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}
