/**
 * Stands for a `carriedHash` where a mirror was found of which the database remembers no attempt: it was restored from a
 * backup, or a person named it. As no message can have it, the next look at the source compares both.
 */
export const carriedOfUnremembered = "unknown unknown";

/** Whether what a mirror carries is to be read from the mirror itself. */
export function isCarriedUnknown(carried: string | null): boolean {
  return carried === null || carried.endsWith(" unknown");
}
