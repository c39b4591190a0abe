-- CreateEnum
CREATE TYPE "side" AS ENUM ('superoffice', 'requestor');

-- CreateEnum
CREATE TYPE "mirror_state" AS ENUM ('pending', 'sending', 'mirrored', 'skipped', 'uncertain', 'held');

-- CreateTable
CREATE TABLE "links" (
    "id" BIGSERIAL NOT NULL,
    "superoffice_ticket_id" BIGINT NOT NULL,
    "requestor_ticket_id" BIGINT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(6),

    CONSTRAINT "links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lanes" (
    "link_id" BIGINT NOT NULL,
    "source_side" "side" NOT NULL,
    "source_ticket_id" BIGINT NOT NULL,
    "target_ticket_id" BIGINT NOT NULL,
    "source_title" TEXT NOT NULL DEFAULT '',
    "source_ref" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "next_seq" BIGINT NOT NULL DEFAULT 1,
    "due_at" TIMESTAMPTZ(6),
    "epoch" BIGINT NOT NULL DEFAULT 0,
    "leased_by" TEXT,
    "lease_until" TIMESTAMPTZ(6),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "wait_reason" TEXT,
    "stopped" BOOLEAN NOT NULL DEFAULT false,
    "read_whole" BOOLEAN NOT NULL DEFAULT false,
    "pending" INTEGER NOT NULL DEFAULT 0,
    "sending" INTEGER NOT NULL DEFAULT 0,
    "mirrored" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "uncertain" INTEGER NOT NULL DEFAULT 0,
    "held" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "lanes_pkey" PRIMARY KEY ("link_id","source_side")
);

-- CreateTable
CREATE TABLE "mirrors" (
    "id" BIGSERIAL NOT NULL,
    "link_id" BIGINT NOT NULL,
    "source_side" "side" NOT NULL,
    "seq" BIGINT NOT NULL,
    "source_message_id" BIGINT NOT NULL,
    "target_message_id" BIGINT,
    "state" "mirror_state" NOT NULL DEFAULT 'pending',
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "attempt_id" TEXT,
    "epoch" BIGINT,
    "marker" TEXT,
    "settle_until" TIMESTAMPTZ(6),
    "copy" TEXT,
    "copy_at" TIMESTAMPTZ(6),
    "content_hash" TEXT,
    "losses" JSONB NOT NULL DEFAULT '[]',
    "trace" JSONB NOT NULL DEFAULT '[]',
    "correlation_id" TEXT NOT NULL,
    "source_created_at" TIMESTAMPTZ(3),
    "captured_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "first_sent_at" TIMESTAMPTZ(6),
    "sent_at" TIMESTAMPTZ(6),
    "mirrored_at" TIMESTAMPTZ(6),
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mirrors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "present_messages" (
    "link_id" BIGINT NOT NULL,
    "side" "side" NOT NULL,
    "message_id" BIGINT NOT NULL,

    CONSTRAINT "present_messages_pkey" PRIMARY KEY ("link_id","side","message_id")
);

-- CreateTable
CREATE TABLE "polls" (
    "link_id" BIGINT NOT NULL,
    "side" "side" NOT NULL,
    "ticket_id" BIGINT NOT NULL,
    "due_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "trouble" TEXT,

    CONSTRAINT "polls_pkey" PRIMARY KEY ("link_id","side")
);

-- CreateTable
CREATE TABLE "feeds" (
    "side" "side" NOT NULL,
    "newest" BIGINT,
    "newest_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feeds_pkey" PRIMARY KEY ("side")
);

-- CreateTable
CREATE TABLE "feed_checkpoints" (
    "side" "side" NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "newest" BIGINT,

    CONSTRAINT "feed_checkpoints_pkey" PRIMARY KEY ("side","at")
);

-- CreateTable
CREATE TABLE "sides" (
    "side" "side" NOT NULL,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "last_success_at" TIMESTAMPTZ(6),
    "last_failure_at" TIMESTAMPTZ(6),
    "trouble" TEXT,

    CONSTRAINT "sides_pkey" PRIMARY KEY ("side")
);

-- CreateTable
CREATE TABLE "budgets" (
    "side" "side" NOT NULL,
    "next_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "quiet_until" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "budgets_pkey" PRIMARY KEY ("side")
);

-- CreateTable
CREATE TABLE "identity" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "bridge_id" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "superoffice_url" TEXT NOT NULL,
    "requestor_url" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "links_active_idx" ON "links"("id") WHERE (active);

-- CreateIndex
CREATE UNIQUE INDEX "links_pair_key" ON "links"("superoffice_ticket_id", "requestor_ticket_id");

-- CreateIndex
CREATE INDEX "lanes_due_idx" ON "lanes"("due_at") WHERE (leased_by IS NULL AND due_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "lanes_leased_idx" ON "lanes"("lease_until") WHERE (leased_by IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "lanes_active_ticket_key" ON "lanes"("source_side", "source_ticket_id") WHERE (active);

-- CreateIndex
CREATE INDEX "mirrors_link_idx" ON "mirrors"("link_id", "id" DESC);

-- CreateIndex
CREATE INDEX "mirrors_undelivered_idx" ON "mirrors"("link_id", "source_side", "seq") WHERE (state = ANY (ARRAY['pending'::mirror_state, 'sending'::mirror_state, 'uncertain'::mirror_state]));

-- CreateIndex
CREATE INDEX "mirrors_waiting_idx" ON "mirrors"("captured_at") WHERE (state = ANY (ARRAY['pending'::mirror_state, 'sending'::mirror_state, 'uncertain'::mirror_state]));

-- CreateIndex
CREATE INDEX "mirrors_standing_idx" ON "mirrors"("source_side", "state", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "mirrors_source_key" ON "mirrors"("source_side", "source_message_id");

-- CreateIndex
CREATE UNIQUE INDEX "mirrors_target_key" ON "mirrors"("source_side", "target_message_id");

-- CreateIndex
CREATE INDEX "polls_due_idx" ON "polls"("side", "due_at") WHERE (enabled);

-- CreateIndex
CREATE UNIQUE INDEX "polls_ticket_key" ON "polls"("side", "ticket_id") WHERE (enabled);

-- AddForeignKey
ALTER TABLE "lanes" ADD CONSTRAINT "lanes_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "links"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mirrors" ADD CONSTRAINT "mirrors_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "links"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "present_messages" ADD CONSTRAINT "present_messages_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "links"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "polls" ADD CONSTRAINT "polls_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "links"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feed_checkpoints" ADD CONSTRAINT "feed_checkpoints_side_fkey" FOREIGN KEY ("side") REFERENCES "feeds"("side") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what schema.prisma cannot say.

ALTER TABLE "identity" ADD CONSTRAINT "identity_one_row" CHECK ("id" = 1);

ALTER TABLE "mirrors" ADD CONSTRAINT "mirrors_mirrored_has_target"
    CHECK ("state" <> 'mirrored' OR "target_message_id" IS NOT NULL);

ALTER TABLE "mirrors" ADD CONSTRAINT "mirrors_settled_has_no_copy"
    CHECK ("state" NOT IN ('mirrored', 'skipped') OR "copy" IS NULL);

ALTER TABLE "lanes" ADD CONSTRAINT "lanes_counters_not_negative"
    CHECK (LEAST("pending", "sending", "mirrored", "skipped", "uncertain", "held") >= 0);

ALTER TABLE "lanes" ADD CONSTRAINT "lanes_lease_whole" CHECK (("leased_by" IS NULL) = ("lease_until" IS NULL));

-- Rows that are rewritten all the time: room in the page for the next version, and dead versions swept early.
ALTER TABLE "lanes" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE "polls" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE "budgets" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE "mirrors" SET (fillfactor = 85);

INSERT INTO "sides" ("side") VALUES ('superoffice'), ('requestor');
INSERT INTO "budgets" ("side") VALUES ('superoffice'), ('requestor');
