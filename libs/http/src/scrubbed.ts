const longestSentence = 300;

/** Shorter runs stand in any sentence by chance. */
const shortestRun = 8;

/** A secret below this is too short to be told from ordinary words. */
const shortestSecret = 4;

const gap = "[…]";

/**
 * What a helpdesk said, fit for logs and the dashboard: one line of about 300 characters without any run of eight or more
 * characters that also stands in one of `secrets` (passwords, tokens, the text of the message that was sent), and without
 * secrets of four to seven characters. A helpdesk may quote whatever it refused. Time grows with the secrets' length only.
 */
export function scrubbed(text: string, secrets: readonly string[]): string {
  // First cut: what comes later is not shown anyway, and white space may be most of it.
  const line = unescaped(oneLine(text.slice(0, longestSentence * 8)));
  const sentence = line.slice(0, longestSentence + shortestRun);
  const hidden = new Array<boolean>(sentence.length).fill(false);
  for (const secret of secrets) hide(sentence, oneLine(secret), hidden);
  const more = line.length > longestSentence || text.length > longestSentence * 8 ? "…" : "";
  return `${withGaps(sentence, hidden).slice(0, longestSentence).trimEnd()}${more}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'" };

/** A quoted text may have been escaped for HTML, XML or JSON on its way into the sentence. */
function unescaped(line: string): string {
  const plain = line
    .replace(/&(amp|lt|gt|quot|apos|#39);/gi, (whole, name: string) => entities[name.toLowerCase()] ?? whole)
    .replace(/\\[rnt]/g, " ")
    .replace(/\\(["'\\/])/g, "$1");
  return oneLine(plain);
}

function hide(sentence: string, secret: string, hidden: boolean[]): void {
  if (secret.length < shortestSecret) return;
  if (secret.length < shortestRun) {
    for (let at = sentence.indexOf(secret); at >= 0; at = sentence.indexOf(secret, at + 1)) {
      hidden.fill(true, at, at + secret.length);
    }
    return;
  }
  const runs = runsOf(sentence);
  const firsts = new Set([...runs.keys()].map((run) => run.charCodeAt(0)));
  for (let at = 0; at + shortestRun <= secret.length && runs.size > 0; at += 1) {
    if (!firsts.has(secret.charCodeAt(at))) continue;
    const run = secret.slice(at, at + shortestRun);
    for (const place of runs.get(run) ?? []) hidden.fill(true, place, place + shortestRun);
    // Once is enough: a monotonous text would find the same places millions of times.
    runs.delete(run);
  }
}

/** Where each run of the shortest length begins in the sentence. */
function runsOf(sentence: string): Map<string, readonly number[]> {
  const runs = new Map<string, number[]>();
  for (let at = 0; at + shortestRun <= sentence.length; at += 1) {
    const run = sentence.slice(at, at + shortestRun);
    const places = runs.get(run);
    if (places === undefined) runs.set(run, [at]);
    else places.push(at);
  }
  return runs;
}

function withGaps(sentence: string, hidden: readonly boolean[]): string {
  let clean = "";
  for (const [at, isHidden] of hidden.entries()) {
    if (!isHidden) clean += sentence[at] ?? "";
    else if (hidden[at - 1] !== true) clean += gap;
  }
  return clean;
}
