-- AlterTable
ALTER TABLE "backfills" ADD COLUMN     "outline" JSONB;
