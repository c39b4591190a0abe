import type { DataContract, ListMember, Member, Members } from "./data-contract.ts";

const instance = "http://www.w3.org/2001/XMLSchema-instance";
const posts = "http://schemas.datacontract.org/2004/07/RequestorApiDataStructures.Posts";

/**
 * Writes one post for .NET's DataContractSerializer (POST Tickets/NewMessage page, XML sample): the elements in ordinal
 * order of their names whatever the order of contract and post, because an element out of order is dropped there in
 * silence; null as `i:nil`; members that the contract does not know are left out, as they are there.
 *
 * Characters that XML 1.0 cannot carry (most control characters, lone surrogates, U+FFFE, U+FFFF) arrive as U+FFFD:
 * visible in the text, while a character reference to them would make a strict reader refuse the whole message.
 * Every other text arrives unchanged, carriage returns and white space at its ends too.
 */
export function writeXml<Post extends object>({ name, members }: DataContract<Post>, post: Post): string {
  return `<${name} xmlns:i="${instance}" xmlns="${posts}">${writeMembers(members, post, "", 2)}</${name}>`;
}

function writeMembers(members: Members, values: object, prefix: string, depth: number): string {
  const byName = new Map<string, unknown>(Object.entries(values));
  return Object.entries(members)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => writeMember(`${prefix}${name}`, member, byName.get(name) ?? null, depth))
    .join("");
}

function writeMember(tag: string, member: Member, value: unknown, depth: number): string {
  if (typeof member === "object") return writeList(tag, member, value, depth);
  return value === null ? `<${tag} i:nil="true"/>` : `<${tag}>${writeScalar(value)}</${tag}>`;
}

/** As in Requestor's samples: a prefix for each depth, so that a list within a list does not rename itself. */
function writeList(tag: string, { namespace, itemName, items }: ListMember, value: unknown, depth: number): string {
  const prefix = `d${depth}p1`;
  const open = `<${tag} xmlns:${prefix}="${namespace}"`;
  if (!Array.isArray(value)) return `${open} i:nil="true"/>`;
  const inside = (item: unknown): string => {
    if (typeof items === "string") return writeScalar(item);
    return writeMembers(items, item as object, `${prefix}:`, depth + 2);
  };
  const item = `${prefix}:${itemName}`;
  return `${open}>${value.map((one: unknown) => `<${item}>${inside(one)}</${item}>`).join("")}</${tag}>`;
}

/** Text, number or flag: the types of a contract keep everything else away. */
function writeScalar(value: unknown): string {
  return escapeText(String(value));
}

/** Everything XML 1.0 (section 2.2) does not count as a character; `u` keeps the halves of a real pair together. */
const unrepresentable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  // "]]>" must not stand in text, and a bare carriage return would be read back as a line feed.
  ">": "&gt;",
  "\r": "&#xD;",
};

function escapeText(text: string): string {
  return text.replace(unrepresentable, "\uFFFD").replace(/[&<>\r]/g, (character) => references[character] ?? character);
}
