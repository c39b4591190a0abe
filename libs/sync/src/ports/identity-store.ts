/** Who this bridge is: fixed at the first start, since every marker it ever wrote is tied to it. */
export interface Identity {
  readonly bridgeId: string;
  readonly secret: string;
  readonly superofficeUrl: string;
  readonly requestorUrl: string;
}

export interface IdentityStore {
  /** Stores the identity when there is none yet (one winner among replicas) and returns the one that stands. */
  establishIdentity(proposed: Identity): Promise<Identity>;
  readIdentity(): Promise<Identity | null>;
}
