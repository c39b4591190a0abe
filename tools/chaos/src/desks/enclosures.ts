import { createHash } from "node:crypto";

import type { Side } from "@ticket-bridge/helpdesk";
import type { NewRequestorAttachment, NewSuperOfficeAttachment } from "@ticket-bridge/simulators";

import type { KeptFile } from "../judge/account.ts";
import { between, type Random } from "../random.ts";

/** What a message carries beside its words. */
export interface Enclosures {
  readonly superoffice: NewSuperOfficeAttachment[];
  readonly requestor: NewRequestorAttachment[];
  /** Markup of a picture within the text. */
  readonly picture: string;
  /** What has to stand at the mirror, and what its text has to show; null: no picture. */
  readonly files: readonly KeptFile[];
  readonly shows: string | null;
}

export const noEnclosures: Enclosures = { superoffice: [], requestor: [], picture: "", files: [], shows: null };

const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const names = ["účet.pdf", "請求書.txt", "same.bin", "same.bin"] as const;
const mostBytes = 3_000;
/** Pictures in Requestor are shown by their address, which holds an id that is given here, above the simulator's own. */
let lastPicture = 1_000_000;

/** One or two small files, in HTML now and then with a picture that the text shows. */
export function drawEnclosures(random: Random, side: Side, html: boolean, requestorUrl: string): Enclosures {
  const given = Array.from({ length: between(random, 1, 2) }, (_, place) => {
    const bytes = Buffer.from(Array.from({ length: between(random, 0, mostBytes) }, () => between(random, 0, 255)));
    return { name: names[between(random, 0, 1) + 2 * place] ?? "file", bytes };
  });
  const kept = given.map(({ name, bytes }) => ({ name, sha256: sha256(bytes) }));
  const plain: Enclosures = {
    superoffice: given.map(({ name, bytes }) => ({ name, content: bytes.toString("base64") })),
    requestor: given.map(({ name, bytes }) => ({ fileName: name, data: bytes.toString("base64") })),
    ...{ picture: "", files: kept, shows: null },
  };
  return html && random() < 0.4 ? withPicture(plain, side, requestorUrl) : plain;
}

function withPicture(enclosures: Enclosures, side: Side, requestorUrl: string): Enclosures {
  if (side === "superoffice") {
    const logo = { name: "logo.png", contentType: "image/png", inlineImage: true, contentId: "logo@x", content: pixel };
    return {
      ...enclosures,
      superoffice: [...enclosures.superoffice, logo],
      picture: '<img src="cid:logo@x" alt="Logo">',
      shows: `data:image/png;base64,${pixel}`,
    };
  }
  const id = (lastPicture += 1);
  const logo = { id, fileName: "logo.png", contentType: "image/png", data: pixel };
  return {
    ...enclosures,
    requestor: [...enclosures.requestor, logo],
    picture: `<img src="${requestorUrl}${downloadPath.replace("{id}", String(id))}" alt="Logo">`,
    files: [...enclosures.files, { name: logo.fileName, sha256: sha256(Buffer.from(pixel, "base64")) }],
    shows: 'src="cid:picture',
  };
}

/** Where the simulated Requestor hands out files. */
export const downloadPath = "/Attachment/Download/{id}";

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
