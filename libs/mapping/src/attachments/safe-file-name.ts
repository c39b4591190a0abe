/** Attachment.Name is String(255); some characters less leave room for what a helpdesk puts before or behind. */
const longest = 200;
const longestEnding = 20;

/** What Windows, and so both helpdesks' servers, cannot have in a name. */
const forbidden = /[<>:"|?*]/g;
/** Controls, the turners of reading direction by which "exe.jpg" can be made of "gpj.exe", and halves of characters. */
const unseen = /[\p{Cc}\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069\uFEFF\p{Cs}]/gu;
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/**
 * A name under which the file can be kept anywhere: the letters of every script stay; folders, control characters and
 * names that an operating system reserves go. Never empty, at most 200 characters, and its own safe name.
 */
export function safeFileName(name: string): string {
  let safe = name;
  // One step may make room for another (a removed character brings two together); it ends since each makes it shorter.
  for (let before = ""; before !== safe;) {
    before = safe;
    safe = cut(trimmed(lastPart(safe.normalize("NFC")).replace(unseen, "").replace(forbidden, "_")));
  }
  if (safe === "") return "attachment";
  return reserved.test(safe) ? cut(`_${safe}`) : safe;
}

function lastPart(path: string): string {
  return (
    path
      .split(/[/\\]/)
      .filter((part) => part.trim() !== "")
      .at(-1) ?? ""
  );
}

/** Spaces and dots at the end are dropped by Windows; dots alone are folders. */
function trimmed(name: string): string {
  return name
    .replace(/\s+/g, " ")
    .replace(/^[\s.]*\s|^\.+$|^\.\.+/g, "")
    .replace(/[\s.]+$/g, "")
    .trim();
}

/** Keeps the ending, by which a program is found that opens it. */
function cut(name: string): string {
  if (name.length <= longest) return name;
  const ending = /\.[^.\s]+$/.exec(name)?.[0] ?? "";
  if (ending.length > longestEnding) return whole(name.slice(0, longest));
  return whole(name.slice(0, longest - ending.length)) + ending;
}

/** Without half a character at the end. */
function whole(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, "").replace(/[\s.]+$/, "");
}
