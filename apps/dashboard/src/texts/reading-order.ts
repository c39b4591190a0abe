/** Characters that turn words round whatever script they are of. */
const overrides = /[\u202d\u202e]/g;

/** Those, and what else changes the order, which only words of such a script need. */
const directing = /[\u202a-\u202e\u2066-\u2069]/g;

/** Letters that are written from right to left. */
const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]/u;

/** Words in the order that their scripts have, without the characters by which a writer may turn an account number round. */
export function inOwnOrder(words: string): string {
  return words.replace(rightToLeft.test(words) ? overrides : directing, "");
}

/** The same for every text in an answer: titles, names and reasons that quote them are shown all over the page. */
export function allInOwnOrder<Value>(value: Value): Value {
  if (typeof value === "string") return inOwnOrder(value) as Value;
  if (Array.isArray(value)) return value.map((each: unknown) => allInOwnOrder(each)) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, allInOwnOrder<unknown>(each)])) as Value;
}

/**
 * The same for a whole text. A direction from right to left stays where words of such a script stand; elsewhere it does
 * nothing but to turn numbers round. That `bdo` turns nothing is the frame's own rule: here it says what it was to do.
 */
export function showInOwnOrder(body: HTMLElement): void {
  const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode() !== null) {
    const text = texts.currentNode as Text;
    const words = inOwnOrder(text.data);
    if (words !== text.data) text.data = words;
  }
  for (const element of body.querySelectorAll("[dir]")) {
    const isRightToLeft = element.getAttribute("dir")?.trim().toLowerCase() === "rtl";
    if (isRightToLeft && !rightToLeft.test(element.textContent)) element.removeAttribute("dir");
  }
  for (const element of body.querySelectorAll("bdo")) {
    element.setAttribute("title", "The message wants these words turned round. Here they stand as they were written.");
  }
}
