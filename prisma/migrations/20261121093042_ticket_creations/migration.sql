-- CreateEnum
CREATE TYPE "creation_state" AS ENUM ('pending', 'sending', 'uncertain', 'held', 'skipped', 'linked');

-- AlterTable
ALTER TABLE "sides" ADD COLUMN     "creating_since" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "ticket_creations" (
    "id" BIGSERIAL NOT NULL,
    "source_side" "side" NOT NULL,
    "source_ticket_id" BIGINT NOT NULL,
    "target_ticket_id" BIGINT,
    "state" "creation_state" NOT NULL DEFAULT 'pending',
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "marker" TEXT,
    "first_message_id" BIGINT,
    "without_contact" BOOLEAN NOT NULL DEFAULT false,
    "wanted" BOOLEAN NOT NULL DEFAULT false,
    "settle_until" TIMESTAMPTZ(6),
    "due_at" TIMESTAMPTZ(6),
    "epoch" BIGINT NOT NULL DEFAULT 0,
    "leased_by" TEXT,
    "lease_until" TIMESTAMPTZ(6),
    "learned_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ticket_creations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ticket_creations_target_idx" ON "ticket_creations"("source_side", "target_ticket_id");

-- CreateIndex
CREATE INDEX "ticket_creations_standing_idx" ON "ticket_creations"("source_side", "state", "id" DESC);

-- CreateIndex
CREATE INDEX "ticket_creations_due_idx" ON "ticket_creations"("due_at") WHERE (leased_by IS NULL AND due_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "ticket_creations_leased_idx" ON "ticket_creations"("lease_until") WHERE (leased_by IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "ticket_creations_source_key" ON "ticket_creations"("source_side", "source_ticket_id");

-- CreateIndex
CREATE INDEX "links_requestor_idx" ON "links"("requestor_ticket_id");
