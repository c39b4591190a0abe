-- CreateTable
CREATE TABLE "audits" (
    "link_id" BIGINT NOT NULL,
    "audited_at" TIMESTAMPTZ(6),
    "claimed_until" TIMESTAMPTZ(6),
    "should" INTEGER NOT NULL DEFAULT 0,
    "agree" INTEGER NOT NULL DEFAULT 0,
    "waiting" INTEGER NOT NULL DEFAULT 0,
    "only_source" INTEGER NOT NULL DEFAULT 0,
    "only_target" INTEGER NOT NULL DEFAULT 0,
    "differs" INTEGER NOT NULL DEFAULT 0,
    "errors" INTEGER NOT NULL DEFAULT 0,
    "trouble" TEXT,
    "findings" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "audits_pkey" PRIMARY KEY ("link_id")
);

-- CreateTable
CREATE TABLE "alarms" (
    "id" BIGSERIAL NOT NULL,
    "link_id" BIGINT NOT NULL,
    "mirror_id" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "acknowledged_at" TIMESTAMPTZ(6),
    "acknowledged_by" TEXT,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "alarms_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "alarms_standing_idx" ON "alarms"("id") WHERE (acknowledged_at IS NULL);

-- CreateIndex
CREATE INDEX "alarms_link_idx" ON "alarms"("link_id");

-- CreateIndex
CREATE UNIQUE INDEX "alarms_open_key" ON "alarms"("mirror_id") WHERE (ended_at IS NULL);

-- AddForeignKey
ALTER TABLE "audits" ADD CONSTRAINT "audits_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "links"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alarms" ADD CONSTRAINT "alarms_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "links"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alarms" ADD CONSTRAINT "alarms_mirror_id_fkey" FOREIGN KEY ("mirror_id") REFERENCES "mirrors"("id") ON DELETE CASCADE ON UPDATE CASCADE;
