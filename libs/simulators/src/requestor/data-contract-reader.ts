import { emptyModel, isBase64, NAMESPACES, NEW_ATTACHMENT } from "./contract.ts";
import type { AttachmentPost, Contract, FieldKind, FieldValue, ReadModel } from "./contract.ts";
import { TICKET_TYPES } from "./model.ts";
import { parseXml } from "./xml-tree.ts";
import type { XmlElement } from "./xml-tree.ts";

const NIL = `{${NAMESPACES.instance}}nil`;

/**
 * Reads a body as .NET's DataContractSerializer does: the members are expected in alphabetical order, and one that
 * comes too late is dropped without a word.
 */
export function readDataContract(text: string, contract: Contract): ReadModel {
  try {
    const root = parseXml(text);
    if (root.name !== contract.name || root.namespace !== NAMESPACES.posts) {
      throw new SyntaxError(`Expecting element '${contract.name}' from namespace '${NAMESPACES.posts}'.`);
    }
    if (isNil(root)) return { model: null, modelState: {} };
    return { model: readMembers(root, NAMESPACES.posts, contract.fields), modelState: {} };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { model: null, modelState: { [contract.parameter]: ["An error has occurred."] } };
  }
}

function readMembers(
  parent: XmlElement,
  namespace: string,
  fields: Readonly<Record<string, FieldKind>>,
): Record<string, FieldValue> {
  const model = emptyModel(fields);
  const order = Object.keys(fields).sort((a, b) => (a < b ? -1 : 1));
  let next = 0;
  for (const child of parent.children) {
    if (child.namespace !== namespace) continue;
    const at = order.indexOf(child.name, next);
    const kind = fields[child.name];
    if (at < 0 || !kind) continue;
    next = at + 1;
    model[child.name] = readValue(child, kind);
  }
  return model;
}

function readValue(element: XmlElement, kind: FieldKind): FieldValue {
  if (isNil(element)) {
    if (kind === "bool" || kind === "int" || kind === "ticketType")
      throw new SyntaxError(`${element.name} cannot be nil.`);
    return null;
  }
  const isList = kind === "strings" || kind === "ints" || kind === "attachments";
  if (!isList && element.children.length > 0) throw new SyntaxError(`${element.name} holds an element.`);
  switch (kind) {
    case "string":
      return element.text;
    case "int":
    case "int?":
      return readInt(element.text);
    case "bool":
      return readBool(element.text);
    case "bytes": {
      if (!isBase64(element.text)) throw new SyntaxError(`${element.name} is not base64.`);
      return element.text;
    }
    case "ticketType":
      return readTicketType(element.text);
    case "strings":
      return items(element, "string", NAMESPACES.arrays).map((item) => (isNil(item) ? null : item.text));
    case "ints":
      return items(element, "int", NAMESPACES.arrays).map((item) => readInt(item.text));
    case "attachments":
      return items(element, "NewAttachment", NAMESPACES.structures).map(readAttachment);
  }
}

function readAttachment(element: XmlElement): AttachmentPost {
  const model = readMembers(element, NAMESPACES.structures, NEW_ATTACHMENT);
  const text = (name: keyof AttachmentPost) => {
    const value = model[name];
    return typeof value === "string" ? value : null;
  };
  return {
    FileName: text("FileName"),
    ContentType: text("ContentType"),
    ContentLength: Number(model["ContentLength"]),
    Data: text("Data"),
  };
}

function items(element: XmlElement, name: string, namespace: string): XmlElement[] {
  return element.children.filter((child) => child.name === name && child.namespace === namespace);
}

function isNil(element: XmlElement): boolean {
  return ["true", "1"].includes(element.attributes[NIL] ?? "");
}

function readInt(text: string): number {
  if (!/^\s*-?\d{1,10}\s*$/.test(text)) throw new SyntaxError(`'${text}' is not a number.`);
  return Number(text);
}

function readBool(text: string): boolean {
  const value = text.trim();
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  throw new SyntaxError(`'${text}' is not a boolean.`);
}

/** In XML an enum is its name, in the spelling of its type. */
function readTicketType(text: string): number {
  const facts = Object.entries(TICKET_TYPES).find(([name]) => name === text.trim())?.[1];
  if (!facts) throw new SyntaxError(`'${text}' is not a ticket type.`);
  return facts.number;
}
