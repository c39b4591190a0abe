import { sides } from "@ticket-bridge/helpdesk";

import { checkAudit } from "./check-audit.ts";
import { checkCalls } from "./check-calls.ts";
import { checkEdits } from "./check-edits.ts";
import { checkFiles, checkShelf, checkUploads } from "./check-files.ts";
import { checkMessage } from "./check-message.ts";
import { checkOrder } from "./check-order.ts";
import { checkOwnWrites } from "./check-own-writes.ts";
import { checkTickets } from "./check-tickets.ts";
import { MirrorIndex } from "./mirror-index.ts";
import type { World } from "./world.ts";
import type { Written } from "./written.ts";

/** What the two helpdesks hold, checked against what people wrote. Each broken promise is a sentence. */
export function brokenPromises(world: World, written: readonly Written[]): string[] {
  const mirrors = new MirrorIndex(world);
  world.noteSetAside();
  return [
    ...written.flatMap((message) => checkMessage(world, mirrors, message)),
    ...written.flatMap((message) => checkEdits(world, mirrors, message)),
    ...written.flatMap((message) => checkFiles(world, mirrors, message)),
    ...sides.flatMap((side) => checkUploads(world, side)),
    ...checkShelf(world),
    ...checkTickets(world, written),
    ...sides.flatMap((side) => checkOwnWrites(world, side, written)),
    ...world.pairs.flatMap((pair) => sides.flatMap((side) => checkOrder(world, mirrors, pair, side, written))),
    ...checkAudit(world, written),
    ...sides.flatMap((side) => checkCalls(side, world.networks[side].callTimes)),
  ];
}
