-- AlterTable
ALTER TABLE "sides" ADD COLUMN     "changes_refused" TEXT;

-- AlterTable
ALTER TABLE "ticket_creations" ADD COLUMN     "carried_hash" TEXT,
ADD COLUMN     "sent_at" TIMESTAMPTZ(6),
ADD COLUMN     "suspected_at" TIMESTAMPTZ(6),
ADD COLUMN     "suspicion" TEXT,
ADD COLUMN     "suspicions" INTEGER NOT NULL DEFAULT 0;
