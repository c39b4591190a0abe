import { vi } from "vitest";

import type { RunningBridge } from "./running-bridge.ts";

/** Words that would run if anything of them were taken for markup. */
export const hostile = `<img src=x onerror="alert('run')"><script>alert('run')</script>`;

const marked = `<b>Look</b> ${hostile}<p style="color: red">Red</p><img src="https://tracker.example/pixel.png" alt="A logo">`;

const patienceMs = 30_000;

export interface Sample {
  readonly linkId: string;
  readonly superofficeTicketId: number;
  readonly heldMirrorId: string;
  /** An HTML message with a picture from elsewhere, and its ticket in Requestor. */
  readonly htmlMirrorId: string;
  readonly requestorTicketId: number;
}

/** Two linked pairs: one whose Requestor ticket cannot hold internal notes, so that one message is held. */
export async function fillWithSample(bridge: RunningBridge): Promise<Sample> {
  const pair = async (title: string, takesInternal: boolean) => {
    const superoffice = bridge.superoffice.control.createTicket({
      title,
      customer: { name: `Jürgen ${hostile}`, email: "juergen@example.com" },
    }).id;
    const requestor = bridge.requestor.control.createTicket({
      subject: title,
      isPrivateMessageSupported: takesInternal,
    }).id;
    const body = { superofficeTicketId: superoffice, requestorTicketId: requestor };
    const { id } = await bridge.call<{ id: string }>("POST", "/api/links", body);
    bridge.superoffice.control.addMessage(superoffice, { text: "It happens again." });
    bridge.superoffice.control.addMessage(superoffice, { from: 5, text: marked, html: true });
    bridge.superoffice.control.addMessage(superoffice, { from: 5, text: "For us only.", slevel: "Internal" });
    bridge.requestor.control.addMessage(requestor, { from: "kim", text: "Which device is it?" });
    return { id, superoffice, requestor };
  };
  await pair(`A printer ${hostile}`, true);
  const { id: linkId, superoffice, requestor } = await pair(`A laptop ${"without-a-space-".repeat(8)}`, false);
  const held = await vi.waitFor(
    async () => {
      const { counts } = await bridge.call<{ counts: Record<string, number> }>("GET", "/api/status");
      if (counts["mirrored"] !== 7 || counts["held"] !== 1) throw new Error(JSON.stringify(counts));
      const { items } = await bridge.call<{ items: { id: string }[] }>("GET", "/api/mirrors?state=held");
      return items[0]?.id ?? "";
    },
    { timeout: patienceMs, interval: 100 },
  );
  // Newest first: the second of the three that came from SuperOffice.
  const fromSuperOffice = await bridge.call<{ items: { id: string }[] }>(
    "GET",
    `/api/mirrors?linkId=${linkId}&side=superoffice`,
  );
  const htmlMirrorId = fromSuperOffice.items[1]?.id ?? "";
  return { linkId, superofficeTicketId: superoffice, requestorTicketId: requestor, heldMirrorId: held, htmlMirrorId };
}
