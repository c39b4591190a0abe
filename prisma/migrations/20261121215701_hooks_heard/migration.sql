-- When the webhooks were heard last, and what each process that shares the database calls a second. Nothing is known of
-- before.

-- AlterTable
ALTER TABLE "replicas" ADD COLUMN     "requestor_per_second" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN     "superoffice_per_second" DOUBLE PRECISION NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "sides" ADD COLUMN     "hook_heard_at" TIMESTAMPTZ(6),
ADD COLUMN     "hook_refused_at" TIMESTAMPTZ(6);
