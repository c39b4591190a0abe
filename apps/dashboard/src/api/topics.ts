/** What the bridge names as changed; each is the first part of the keys of the queries that show it. */
export const topics = [
  "overview",
  "status",
  "links",
  "mirrors",
  "creations",
  "attention",
  "audit",
  "backfills",
  "sides",
  "acts",
] as const;
