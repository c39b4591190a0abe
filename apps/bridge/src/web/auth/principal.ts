import { roles, type Role } from "@ticket-bridge/sync";

/** Who asks. */
export interface Principal {
  readonly name: string;
  /** Null: nobody who is known. */
  readonly role: Role | null;
  readonly via: "token" | "session" | "socket" | "nothing";
  /** Of one who signed in. */
  readonly session: { readonly hash: string; readonly expiresAt: number } | null;
}

export const stranger: Principal = { name: "nobody", role: null, via: "nothing", session: null };

/** Who can open the socket in the data folder can read the admin token beside it as well. */
export const owner: Principal = {
  name: "owner of the data folder",
  role: "administrator",
  via: "socket",
  session: null,
};

export const administratorName = "administrator";

/** Names that stand for somebody else in the log of acts than for a token that was given it. */
export const reservedNames: readonly string[] = [administratorName, owner.name, stranger.name];

/** Whether the role is `needed` or more. */
export function mayDo({ role }: Principal, needed: Role): boolean {
  return role !== null && roles.indexOf(role) >= roles.indexOf(needed);
}

/**
 * Whether answers leave out what people wrote until it is asked for by itself, which stands in the log of acts: for
 * everybody but the owner's commands, who have the whole record under their hands.
 */
export function asksForTexts({ via }: Principal): boolean {
  return via !== "socket";
}
