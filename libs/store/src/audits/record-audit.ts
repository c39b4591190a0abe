import { type AuditOutcome, keptFindings } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import { storableJson, storableText } from "../database/storable.ts";
import type { PrismaClient } from "../generated/client.ts";

export async function releaseAudit(prisma: PrismaClient, id: string): Promise<void> {
  const linkId = readRowId(id);
  if (linkId !== null) await prisma.audit.updateMany({ where: { linkId }, data: { claimedUntil: null } });
}

/** Not beside a removal of the link, behind which nothing of it may stand. */
export async function recordAudit(prisma: PrismaClient, id: string, outcome: AuditOutcome): Promise<void> {
  const linkId = readRowId(id);
  if (linkId === null) return;
  if (outcome.kind === "trouble") {
    await prisma.$executeRaw`
      INSERT INTO audits (link_id, audited_at, trouble)
      SELECT id, clock_timestamp(), ${storableText(outcome.reason)}::text
        FROM links WHERE id = ${linkId}::bigint AND active FOR SHARE
          ON CONFLICT (link_id) DO UPDATE
         SET audited_at = EXCLUDED.audited_at, trouble = EXCLUDED.trouble, claimed_until = NULL`;
    return;
  }
  const { should, agree, waiting, classes, findings } = outcome;
  await prisma.$executeRaw`
    INSERT INTO audits (link_id, audited_at, should, agree, waiting, only_source, only_target, differs, errors, findings)
    SELECT id, clock_timestamp(), ${should}::int, ${agree}::int, ${waiting}::int, ${classes["only-source"]}::int,
           ${classes["only-target"]}::int, ${classes.differs}::int, ${classes.error}::int,
           ${storableJson(findings.slice(0, keptFindings))}::text::jsonb
      FROM links WHERE id = ${linkId}::bigint AND active FOR SHARE
        ON CONFLICT (link_id) DO UPDATE
       SET audited_at = EXCLUDED.audited_at, claimed_until = NULL, trouble = NULL, should = EXCLUDED.should,
           agree = EXCLUDED.agree, waiting = EXCLUDED.waiting, only_source = EXCLUDED.only_source,
           only_target = EXCLUDED.only_target, differs = EXCLUDED.differs, errors = EXCLUDED.errors,
           findings = EXCLUDED.findings`;
}
