import { NAMESPACES } from "./contract.ts";

/** An enum member: its number in JSON, its name in XML. */
export class WireEnum {
  readonly name: string;
  readonly number: number;

  constructor(name: string, number: number) {
    this.name = name;
    this.number = number;
  }

  toJSON(): number {
    return this.number;
  }
}

/** A list with the name that its items have in XML; JSON has no use for it. */
export class WireList {
  readonly itemName: string;
  readonly namespace: string;
  readonly items: WireValue[];

  constructor(itemName: string, items: WireValue[], namespace: string = NAMESPACES.structures) {
    this.itemName = itemName;
    this.items = items;
    this.namespace = namespace;
  }

  toJSON(): WireValue[] {
    return this.items;
  }
}

export type WireValue = string | number | boolean | null | WireEnum | WireList | WireObject;
export type WireObject = { [member: string]: WireValue };

/** What an action returns, with its .NET name for XML. */
export type WireResult = { name: string; namespace: string; value: WireObject };

/** A DateTime of unspecified kind: no `Z`, no trailing zeros in the fraction. */
export function wireDate(iso: string): string {
  return iso
    .replace(/Z$/, "")
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}

/** XML as DataContractSerializer writes it: no declaration, no indentation, members in alphabetical order. */
export function toXml({ name, namespace, value }: WireResult): string {
  return `<${name} xmlns:i="${NAMESPACES.instance}" xmlns="${namespace}">${members(value, "", 2, namespace)}</${name}>`;
}

function members(value: WireObject, prefix: string, depth: number, namespace: string): string {
  const names = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  return names.map((name) => element(`${prefix}${name}`, value[name] ?? null, depth, namespace)).join("");
}

function element(tag: string, value: WireValue, depth: number, namespace: string): string {
  if (value === null) return `<${tag} i:nil="true" />`;
  if (value instanceof WireEnum) return `<${tag}>${value.name}</${tag}>`;
  if (typeof value !== "object") return `<${tag}>${escaped(String(value))}</${tag}>`;
  const inner = value instanceof WireList ? value.namespace : NAMESPACES.structures;
  const own = inner === namespace ? "" : ` xmlns:d${depth}p1="${inner}"`;
  const prefix = own === "" ? tag.slice(0, tag.indexOf(":") + 1) : `d${depth}p1:`;
  if (!(value instanceof WireList)) return `<${tag}${own}>${members(value, prefix, depth + 1, inner)}</${tag}>`;
  const items = value.items.map((item) => element(`${prefix}${value.itemName}`, item, depth + 1, inner));
  return `<${tag}${own}>${items.join("")}</${tag}>`;
}

export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(
      /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g,
      (character) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`,
    );
}
