-- CreateEnum
CREATE TYPE "poll_urgency" AS ENUM ('hint', 'active', 'quiet');

-- DropIndex
DROP INDEX "polls_due_idx";

-- AlterTable
ALTER TABLE "lanes" ADD COLUMN     "active_at" TIMESTAMPTZ(6),
ADD COLUMN     "crossings" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "generation" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "mirrors" ADD COLUMN     "observed" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "suspected_at" TIMESTAMPTZ(6),
ADD COLUMN     "suspicion" TEXT,
ADD COLUMN     "suspicions" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "polls" ADD COLUMN     "urgency" "poll_urgency" NOT NULL DEFAULT 'quiet';

-- AlterTable
ALTER TABLE "sides" ADD COLUMN     "last_write_at" TIMESTAMPTZ(6),
ADD COLUMN     "polled_by" TEXT,
ADD COLUMN     "polled_until" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "replicas" (
    "id" TEXT NOT NULL,
    "live_until" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "replicas_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "polls_due_idx" ON "polls"("side", "urgency", "due_at") WHERE (enabled);
