/** Whether the database refused a row because its target message belongs to another mirror (mirrors_target_key). */
export function isTargetTaken(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Object && depth < 8; depth += 1) {
    const text = JSON.stringify([
      at instanceof Error ? at.message : "",
      "code" in at ? at.code : "",
      "meta" in at ? at.meta : null,
    ]);
    if (/23505|UniqueConstraintViolation/.test(text) && /target_message_id|mirrors_target_key/.test(text)) return true;
    at = "cause" in at ? at.cause : null;
  }
  return false;
}
