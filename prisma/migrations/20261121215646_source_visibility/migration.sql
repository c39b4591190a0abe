-- CreateEnum
CREATE TYPE "visibility" AS ENUM ('public', 'internal');

-- AlterTable
ALTER TABLE "mirrors" ADD COLUMN     "visibility" "visibility";
