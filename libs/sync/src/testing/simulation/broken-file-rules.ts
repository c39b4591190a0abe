import { uploadsAttachments, type Helpdesk } from "@ticket-bridge/helpdesk";

import { changed } from "./changed-port.ts";
import { intactRules, type SafetyRules } from "./safety-rules.ts";

/** Nothing of what was uploaded before is known to the next attempt. */
const uploadsForgotten: SafetyRules = {
  ...intactRules,
  store: (store) => changed(store, { attachmentsOf: () => Promise.resolve([]) }),
};

/** An upload whose end nobody knows is taken for one that went well. */
const uploadsBelieved: SafetyRules = {
  ...intactRules,
  store: (store) =>
    changed(store, {
      attachmentsOf: async (mirrorId) => {
        const rows = await store.attachmentsOf(mirrorId);
        return rows.map((row) => (row.state === "created" ? { ...row, state: "ready" } : row));
      },
    }),
};

/** A mirror that was found is done, whether its files hang on it or not. */
const foundWithoutFiles: SafetyRules = {
  ...intactRules,
  helpdesk: (helpdesk) =>
    uploadsAttachments(helpdesk) ? changed(helpdesk, { linkAttachments: () => Promise.resolve() }) : helpdesk,
};

/** Whoever links files to a mirror that was found believes its source to be as it was. */
const sourcesNotReadAgain: SafetyRules = {
  ...intactRules,
  helpdesk: (helpdesk) => {
    const first = new Map<string, Awaited<ReturnType<Helpdesk["readMessages"]>>[number]>();
    return changed(helpdesk, {
      readMessages: async (ticketId, ids, options) => {
        const read = await helpdesk.readMessages(ticketId, ids, options);
        for (const message of read) if (!first.has(message.id)) first.set(message.id, message);
        return ids.flatMap((id) => first.get(id) ?? []);
      },
    });
  },
};

export const brokenFileRules = {
  "uploads forgotten": uploadsForgotten,
  "an upload without an answer believed": uploadsBelieved,
  "files of a found mirror not linked": foundWithoutFiles,
  "sources not read again": sourcesNotReadAgain,
} as const satisfies Readonly<Record<string, SafetyRules>>;
