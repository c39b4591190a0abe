import { otherSide, sides, type Side } from "@ticket-bridge/helpdesk";

import { nameOf, type World } from "./world.ts";
import type { Written } from "./written.ts";

/** What the bridges wrote to one helpdesk: it stands for a message of a person (P5) and sends no mail (P6). */
export function checkOwnWrites(world: World, side: Side, written: readonly Written[]): string[] {
  const people = new Set(written.map((message) => nameOf(message.side, message.id)));
  // Where the operator named another message as the mirror, the bridge's own one is a second.
  const own = new Set<string>();
  const broken: string[] = [];
  for (const { mirror } of world.networks[side].writes) {
    const marker = mirror.posted?.marker ?? null;
    const names = marker === null ? "nothing" : nameOf(marker.side, marker.messageId);
    if (!world.acts.settledByHand.has(names)) own.add(mirror.id);
    if (marker === null || marker.side !== otherSide(side) || !(people.has(names) || isSecond(world, names))) {
      broken.push(`P5: ${side} message ${mirror.id} mirrors ${names}, which nobody wrote`);
    }
    const body = mirror.posted?.body ?? null;
    if (side === "requestor" && body !== null && asksForMail(body)) {
      broken.push(`P6: ${side} message ${mirror.id} asks for e-mail`);
    }
  }
  for (const row of world.database.mirrors) {
    if (row.sourceSide === side && row.state === "held" && own.has(row.sourceMessageId)) {
      broken.push(`P5: the bridge's own ${side} message ${row.sourceMessageId} is held: ${row.reason}`);
    }
  }
  return broken;
}

/**
 * The operator named another message as the mirror while this one was under way: the row has its target, so nothing
 * tells the bridge's late write from a quotation where the bridge's account is shared.
 */
function isSecond({ acts, networks }: World, name: string): boolean {
  return sides.some((side) =>
    networks[side].writes.some(({ mirror }) => {
      const marker = mirror.posted?.marker ?? null;
      const isNamed = nameOf(side, mirror.id) === name;
      return isNamed && marker !== null && acts.settledByHand.has(nameOf(marker.side, marker.messageId));
    }),
  );
}

/** Requestor's flags stand in the body. SuperOffice's `notify` stands in the address, where the adapter's tests see it. */
function asksForMail(body: Readonly<Record<string, unknown>>): boolean {
  if (body["SendViaOutboundEmail"] !== false) return true;
  return ["From", "Cc", "Bcc"].some((part) => body[`SendViaOutboundEmail${part}`] !== null);
}
