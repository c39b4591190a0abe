import { copyGoodForMs } from "../../deliver/fresh-copies.ts";
import type { World } from "./world.ts";
import type { Version, Written } from "./written.ts";

export function versionAt(written: Written, at: number): Version | undefined {
  return written.versions.findLast((version) => version.at <= at);
}

/** P3 in the checker's own words: only what surely is public on a ticket that surely is. */
export function isPublicAt({ acts }: World, written: Written, at: number): boolean | null {
  const version = versionAt(written, at);
  if (version === undefined) return null;
  const ticket = acts.ticketsPublic.get(written.ticketId)?.findLast((known) => known.at <= at);
  const ticketIsPublic = written.side === "requestor" || (ticket?.public ?? true);
  return version.kind === "public" && ticketIsPublic;
}

/** At one of the moments at which the copy was read that was sent then. */
export function isPublicWithin(world: World, written: Written, sentAt: number): boolean {
  const oldest = sentAt - copyGoodForMs;
  const changes = [...written.versions, ...(world.acts.ticketsPublic.get(written.ticketId) ?? [])].map(({ at }) => at);
  return [oldest, ...changes.filter((at) => at > oldest && at <= sentAt)].some(
    (at) => isPublicAt(world, written, at) === true,
  );
}
