import sanitize from "sanitize-html";

import { escapeHtml } from "./escape-html.ts";

/** How a picture is shown at the target: by another source, or by words in its place. */
export type ShownPicture = { readonly src: string } | { readonly words: string };

/** The markup as it is, but with each picture shown as told; null leaves it as it is. Still to be cleaned. */
export function withPictures(html: string, shown: (src: string) => ShownPicture | null): string {
  return sanitize(html, {
    allowedTags: false,
    allowedAttributes: false,
    allowVulnerableTags: true,
    // Sources are judged when it is cleaned.
    allowedSchemesAppliedToAttributes: [],
    parseStyleAttributes: false,
    transformTags: {
      img: (tagName, attribs) => {
        const picture = shown((attribs["src"] ?? "").trim());
        if (picture === null) return { tagName, attribs };
        if ("words" in picture) return { tagName: "span", attribs: {}, text: escapeHtml(picture.words) };
        return { tagName, attribs: { ...attribs, src: picture.src } };
      },
    },
  });
}
