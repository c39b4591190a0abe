-- AlterTable
ALTER TABLE "ticket_creations" ADD COLUMN     "correlation_id" TEXT NOT NULL DEFAULT (gen_random_uuid())::text,
ADD COLUMN     "first_sent_at" TIMESTAMPTZ(6),
ADD COLUMN     "made_at" TIMESTAMPTZ(6),
ADD COLUMN     "trace" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "waiting_since" TIMESTAMPTZ(6) DEFAULT CURRENT_TIMESTAMP;

-- Of those that wait with a reason nobody knows what for: the next look at each tells.
UPDATE "ticket_creations"
   SET "waiting_since" = CASE WHEN "state" = 'pending' AND "reason" IS NOT NULL THEN NULL ELSE "learned_at" END;
