-- AlterTable
ALTER TABLE "backfill_tickets" ADD COLUMN     "requestor_left" BIGINT[],
ADD COLUMN     "requestor_paired" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
ADD COLUMN     "superoffice_left" BIGINT[],
ADD COLUMN     "superoffice_paired" BIGINT[] DEFAULT ARRAY[]::BIGINT[];

-- AlterTable
ALTER TABLE "present_messages" ADD COLUMN     "backfill_id" BIGINT;

-- CreateIndex
CREATE INDEX "backfill_tickets_superoffice_alone_idx" ON "backfill_tickets"("run_id", "superoffice_ticket_id") WHERE (requestor_ticket_id IS NULL);

-- CreateIndex
CREATE INDEX "backfill_tickets_requestor_alone_idx" ON "backfill_tickets"("run_id", "requestor_ticket_id") WHERE (superoffice_ticket_id IS NULL);

-- CreateIndex
CREATE INDEX "present_messages_held_back_idx" ON "present_messages"("backfill_id") WHERE (backfill_id IS NOT NULL);
