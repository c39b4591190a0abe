-- CreateEnum
CREATE TYPE "attachment_state" AS ENUM ('created', 'ready', 'lost');

-- CreateTable
CREATE TABLE "attachment_mirrors" (
    "mirror_id" BIGINT NOT NULL,
    "place" INTEGER NOT NULL,
    "source_id" TEXT,
    "name" TEXT NOT NULL,
    "content_type" TEXT,
    "size" BIGINT,
    "sha256" TEXT,
    "target_id" TEXT,
    "state" "attachment_state" NOT NULL,
    "reason" TEXT,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attachment_mirrors_pkey" PRIMARY KEY ("mirror_id","place")
);

-- AddForeignKey
ALTER TABLE "attachment_mirrors" ADD CONSTRAINT "attachment_mirrors_mirror_id_fkey" FOREIGN KEY ("mirror_id") REFERENCES "mirrors"("id") ON DELETE CASCADE ON UPDATE CASCADE;
