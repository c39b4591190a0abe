import type { MessageEdit } from "@ticket-bridge/helpdesk";

import type { HeldMessage } from "./simulated-helpdesk.ts";
import type { SimulatedProcess } from "./simulated-process.ts";

/** What the server and the wire saw of one write that was carried out. */
export interface SeenWrite {
  readonly mirror: HeldMessage;
  /** When its bytes left. */
  readonly sentAt: number;
  /** When its answer reached a living process, and which; null while it has not. */
  answered: { readonly at: number; readonly by: SimulatedProcess } | null;
}

/** An edit of the bridge that was carried out. */
export interface SeenEdit {
  readonly mirror: HeldMessage;
  readonly edit: MessageEdit;
  readonly sentAt: number;
}

/** A step of an upload as its bytes left. */
export interface SeenUpload {
  readonly name: string;
  readonly step: "create" | "upload";
  /** The database said already that the file is at the target. */
  readonly wasReady: boolean;
}
