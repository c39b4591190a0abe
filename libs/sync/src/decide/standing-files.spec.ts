import { readMessageId, readTicketId, type Message } from "@ticket-bridge/helpdesk";
import { expect, it } from "vitest";

import type { AttachmentOfRevision } from "../ports/attachment-store.ts";
import { standingFiles } from "./standing-files.ts";

const file = { id: "7", name: "plan.pdf", contentType: "application/pdf", size: 3, inline: false, address: null };
const message = {
  ...{ side: "requestor", id: readMessageId(5), ticketId: readTicketId(1), attachments: [file] },
  ...{ content: { format: "plain", text: "See the plan." } },
} as unknown as Message;
const uploaded: AttachmentOfRevision = {
  ...{ revision: 1, place: 0, sourceId: "7", name: "plan.pdf", contentType: "application/pdf", size: 3 },
  ...{ sha256: "a1", targetId: "70", state: "ready", reason: null },
};

const found = (isUnremembered: boolean, listed: readonly string[]) =>
  standingFiles({
    ...{ message, known: [uploaded], mirrored: new Set([1]), appended: new Set<number>(), besides: [] },
    standing: { content: message.content, attachments: listed.map((id) => ({ ...file, id })) },
    ...{ listsIds: true, isUnremembered, contentId: () => "" },
  });

it("what was uploaded for a mirror that nobody remembers is there only where the mirror lists it", () => {
  expect(found(true, []).outcomes.size).toBe(0);
  expect(found(true, []).lacking).toMatchObject([{ name: "plan.pdf", targetId: "70" }]);
  for (const there of [found(true, ["70"]), found(false, ["70"]), found(false, [])]) {
    expect(there.outcomes.get(0)).toMatchObject({ kind: "standing" });
    expect(there.lacking).toEqual([]);
  }
});
