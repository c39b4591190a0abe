import type { FrameLocator } from "playwright-core";

/**
 * Those of these words that a person cannot read in a frame, however far they scroll: too small, see-through, cut off,
 * covered, or where no scrolling leads to. Each stands in one text node. Words that are not there count as unread.
 */
export async function unreadWords(frame: FrameLocator, words: readonly string[]): Promise<string[]> {
  return await frame.locator("body").evaluate((body, wanted) => {
    const page = document.documentElement;
    const isRead = (text: Text): boolean => {
      const range = document.createRange();
      range.selectNodeContents(text);
      text.parentElement?.scrollIntoView({ block: "center", inline: "center" });
      const lines = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
      const isReached = lines.every(({ left, top, right, bottom, height }) => {
        const isOnPage =
          left + scrollX >= 0 &&
          top + scrollY >= 0 &&
          right + scrollX <= page.scrollWidth &&
          bottom + scrollY <= page.scrollHeight;
        const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return isOnPage && height >= 10 && hit === text.parentElement;
      });
      let opacity = 1;
      for (let at = text.parentElement; at !== null; at = at.parentElement) {
        const style = getComputedStyle(at);
        opacity *= Number(style.opacity);
        if (style.visibility !== "visible" || style.clipPath !== "none" || style.filter !== "none") return false;
      }
      return lines.length > 0 && isReached && opacity === 1;
    };
    const texts: Text[] = [];
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() !== null) texts.push(walker.currentNode as Text);
    return wanted.filter((each) => !texts.some((text) => text.data.trim() === each && isRead(text)));
  }, words);
}

/** The characters of these words from left to right, as they are painted. */
export async function paintedWords(frame: FrameLocator, words: string): Promise<string> {
  return await frame.locator("body").evaluate((body, wanted) => {
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() !== null) {
      const text = walker.currentNode as Text;
      if (text.data.trim() !== wanted) continue;
      const range = document.createRange();
      const places = [...text.data].map((character, at) => {
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        return { character, left: range.getBoundingClientRect().left };
      });
      return places
        .sort((one, other) => one.left - other.left)
        .map(({ character }) => character)
        .join("");
    }
    return "";
  }, words);
}
