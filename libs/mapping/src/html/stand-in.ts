import { isPixel } from "./pixel.ts";

const showable = /^\s*(?:https?:\/\/|data:image\/(?:png|gif|jpe?g|webp|bmp|x-icon);)/i;
const silentInputs = new Set(["checkbox", "color", "file", "hidden", "image", "password", "radio", "range"]);

type Attributes = Readonly<Record<string, string>>;

/** Whether a picture's source means the same at the other helpdesk. */
export function isShowable(source: string): boolean {
  return showable.test(source);
}

/**
 * The words that stand in a mirror for an element it cannot show: a picture's alternative text in brackets, the value of
 * a form's field. The empty text where there are none; null for every element that is kept or dropped by its tag alone.
 */
export function standInFor(name: string, attributes: Attributes): string | null {
  if (name === "img") return pictureText(attributes);
  return name === "input" ? inputText(attributes) : null;
}

function pictureText(attributes: Attributes): string | null {
  const src = (attributes["src"] ?? "").trim();
  if (isShowable(src)) return null;
  if (isPixel(attributes)) return "";
  const alt = (attributes["alt"] ?? "").replace(/\s+/g, " ").trim();
  if (alt !== "") return `[${alt}]`;
  return src === "" ? "" : "[picture]";
}

function inputText(attributes: Attributes): string {
  if (silentInputs.has((attributes["type"] ?? "").trim().toLowerCase())) return " ";
  return ` ${attributes["value"] ?? ""} `;
}
