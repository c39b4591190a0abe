import type { MirrorSearch } from "../reads/dashboard-reads.ts";

export const firstPage = { limit: 50, cursor: null };

export const anyMirror: MirrorSearch = {
  ...{ state: null, cause: null, linkId: null, side: null, kind: null, from: null, until: null, words: null },
};
