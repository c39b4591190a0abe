/** A picture of at most two pixels in one direction, or none: it counts readers or holds a layout open. */
export function isPixel({ width, height, style }: Readonly<Record<string, string>>): boolean {
  if (isTiny(width) || isTiny(height)) return true;
  return /(?:^|[;\s])(?:(?:max-)?(?:width|height)\s*:\s*[0-2](?:px)?|display\s*:\s*none)\s*(?:;|!|$)/i.test(
    style ?? "",
  );
}

function isTiny(length: string | undefined): boolean {
  return length !== undefined && /^\s*[0-2](?:px)?\s*$/.test(length);
}
