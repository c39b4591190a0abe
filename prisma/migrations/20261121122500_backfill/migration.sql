-- CreateEnum
CREATE TYPE "backfill_state" AS ENUM ('planning', 'planned', 'running', 'stopped', 'finished');

-- CreateEnum
CREATE TYPE "backfill_ticket_state" AS ENUM ('waiting', 'working', 'done', 'failed');

-- AlterTable
ALTER TABLE "mirrors" ADD COLUMN     "backfill_id" BIGINT;

-- AlterTable
ALTER TABLE "ticket_creations" ADD COLUMN     "backfill_id" BIGINT;

-- CreateTable
CREATE TABLE "backfills" (
    "id" BIGSERIAL NOT NULL,
    "options" JSONB NOT NULL,
    "state" "backfill_state" NOT NULL DEFAULT 'planning',
    "reason" TEXT,
    "stop_cause" TEXT,
    "stop_asked" BOOLEAN NOT NULL DEFAULT false,
    "run_by" TEXT,
    "run_name" TEXT,
    "run_since" TIMESTAMPTZ(6),
    "run_until" TIMESTAMPTZ(6),
    "epoch" BIGINT NOT NULL DEFAULT 0,
    "tickets_total" INTEGER,
    "plan" JSONB,
    "result" JSONB,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "backfills_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "backfill_tickets" (
    "run_id" BIGINT NOT NULL,
    "place" INTEGER NOT NULL,
    "superoffice_ticket_id" BIGINT,
    "requestor_ticket_id" BIGINT,
    "link_id" BIGINT,
    "state" "backfill_ticket_state" NOT NULL DEFAULT 'waiting',
    "reason" TEXT,
    "superoffice_ids" BIGINT[],
    "requestor_ids" BIGINT[],
    "findings" JSONB NOT NULL DEFAULT '[]',
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "backfill_tickets_pkey" PRIMARY KEY ("run_id","place")
);

-- CreateIndex
CREATE INDEX "backfill_tickets_working_idx" ON "backfill_tickets"("link_id") WHERE (state = 'working'::backfill_ticket_state);

-- CreateIndex
CREATE INDEX "backfill_tickets_open_idx" ON "backfill_tickets"("run_id", "place") WHERE (state = ANY (ARRAY['waiting'::backfill_ticket_state, 'working'::backfill_ticket_state]));

-- CreateIndex
CREATE INDEX "mirrors_backfill_idx" ON "mirrors"("backfill_id", "link_id", "state") WHERE (backfill_id IS NOT NULL);

-- AddForeignKey
ALTER TABLE "backfill_tickets" ADD CONSTRAINT "backfill_tickets_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "backfills"("id") ON DELETE CASCADE ON UPDATE CASCADE;
