const sentences = [
  "The order from Tuesday has not arrived yet, and the customer asks when it will.",
  "We have looked at the invoice again; the amount on page two is the one that counts.",
  "Could you please send us the serial number that stands on the back of the device?",
  "Für Müller & Söhne gilt weiterhin die alte Adresse, bitte nicht ändern.",
  "After the restart the printer answered again, so we close this unless you object.",
  "The attachment of the first mail is missing a page, see the list below.",
];

const token = /\bref(\d+)x(\d+)end\b/g;

export interface Words {
  readonly text: string;
  readonly html: boolean;
  readonly internal: boolean;
}

/**
 * What somebody writes as this message: every second one HTML as mail programs make it, every fifth an internal note,
 * about 400 to 900 characters, and somewhere in it a word by which it is known again on the other side.
 */
export function wordsOf(run: number, number: number): Words {
  const word = `ref${run}x${number}end`;
  const lines = Array.from({ length: 5 + (number % 6) }, (_, at) => sentences[(number + at) % sentences.length] ?? "");
  const html = number % 2 === 1;
  const text = html
    ? `<div style="font-family:Calibri,sans-serif;font-size:11pt"><p>Hello,</p>${lines.map((line) => `<p>${line.replaceAll("&", "&amp;")}</p>`).join("")}<p><b>Reference</b> <a href="https://example.com/orders/${number}">${word}</a></p></div>`
    : `Hello,\n\n${lines.join("\n")}\n\nReference ${word}\n`;
  return { text, html, internal: number % 5 === 4 };
}

/** Which message of this run a written body carries, whatever it quotes of earlier ones; null when it is none of ours. */
export function numberIn(run: number, body: string): number | null {
  const ours = [...body.matchAll(token)].find(([, ofRun]) => Number(ofRun) === run);
  return ours === undefined ? null : Number(ours[2]);
}
