/** Our own row ids as they come back from callers: null for what cannot be one, so that it is simply not found. */
export function readRowId(id: string): bigint | null {
  return /^[0-9]{1,18}$/.test(id) ? BigInt(id) : null;
}
