import type { AuditedLinkView } from "@ticket-bridge/assembly";
import { expect, it } from "vitest";

import type { AuditDesk } from "../reach/audit-desk.ts";
import { auditLinks } from "./audit-links.ts";
import { AuditSums } from "./audit-sums.ts";

const away = { kind: "outage", cause: "unreachable", reason: "Requestor does not answer." } as const;
const gone = { kind: "trouble", reason: "The ticket is gone." } as const;

it("keeps the outage that one ticket met when another one ends well after it", async () => {
  let release: (audited: AuditedLinkView) => void = () => undefined;
  const slow = new Promise<AuditedLinkView>((resolve) => (release = resolve));
  let asked = 0;
  const desk: Pick<AuditDesk, "links" | "audit"> = {
    // eslint-disable-next-line @typescript-eslint/require-await -- as a desk gives them
    links: async function* () {
      for (const linkId of ["1", "2"]) yield { linkId, superofficeTicketId: linkId, requestorTicketId: linkId };
    },
    audit: (linkId) => {
      if (linkId === "2") return slow;
      asked += 1;
      // After its last try, and all that follows from it, the other one answers.
      if (asked === 4) setImmediate(() => release(gone));
      return Promise.resolve(away);
    },
  };
  const now = { done: 0, current: null, waiting: null };
  const { signal } = new AbortController();
  const walk = { desk, tickets: null, sums: new AuditSums(), now, signal, onLines: () => Promise.resolve() };
  expect(await auditLinks(walk)).toEqual({ stopCause: "unreachable", reason: "Requestor does not answer." });
});
