-- CreateEnum
CREATE TYPE "mirror_kind" AS ENUM ('message', 'edit', 'deletion');

-- DropIndex
DROP INDEX "mirrors_source_key";

-- AlterTable
ALTER TABLE "mirrors" ADD COLUMN     "carried_hash" TEXT,
ADD COLUMN     "gone" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "kind" "mirror_kind" NOT NULL DEFAULT 'message',
ADD COLUMN     "previous" TEXT,
ADD COLUMN     "seen_version" TEXT,
ADD COLUMN     "written_hash" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "mirrors_source_key" ON "mirrors"("source_side", "source_message_id", "revision");

-- An edit that was made in its mirror's place has no message of its own.
ALTER TABLE "mirrors" DROP CONSTRAINT "mirrors_mirrored_has_target";
ALTER TABLE "mirrors" ADD CONSTRAINT "mirrors_mirrored_has_target"
  CHECK ("state" <> 'mirrored' OR "target_message_id" IS NOT NULL OR "kind" = 'edit');
