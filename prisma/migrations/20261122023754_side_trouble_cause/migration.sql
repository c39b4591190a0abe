-- AlterTable
ALTER TABLE "sides" ADD COLUMN     "trouble_cause" TEXT;
