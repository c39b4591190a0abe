-- AlterTable
ALTER TABLE "ticket_creations" ADD COLUMN     "losses" JSONB NOT NULL DEFAULT '[]';
