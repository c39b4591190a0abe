import type { Attributes, Tag } from "sanitize-html";

import { bare } from "../content/bare-text.ts";

const followable = /^\s*(?:https?:\/\/|mailto:|tel:)/i;
const scripted = /^(?:javascript|vbscript|data|livescript|mocha):/i;

/**
 * Keeps targets that mean the same at the other helpdesk. Others (a file share, a path inside the source helpdesk)
 * would lead nowhere or to a wrong place, so they are only told in the title.
 */
export function cleanAnchor(tagName: string, attributes: Attributes): Tag {
  const { href, ...others } = attributes;
  if (href === undefined) return { tagName, attribs: others };
  if (followable.test(href)) return { tagName, attribs: { ...others, href, rel: "noopener noreferrer" } };
  if (scripted.test(bare(href)) || href.trim() === "" || href.startsWith("#")) return { tagName, attribs: others };
  return { tagName, attribs: { title: href, ...others } };
}
