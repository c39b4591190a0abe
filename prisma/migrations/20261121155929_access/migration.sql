-- CreateEnum
CREATE TYPE "access_role" AS ENUM ('viewer', 'operator', 'administrator');

-- CreateEnum
CREATE TYPE "act_outcome" AS ENUM ('asked', 'done', 'refused');

-- CreateTable
CREATE TABLE "access_tokens" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "role" "access_role" NOT NULL,
    "hash" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_by" TEXT,
    "revoked_at" TIMESTAMPTZ(6),
    "last_used_at" TIMESTAMPTZ(6),

    CONSTRAINT "access_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "hash" TEXT NOT NULL,
    "token_id" BIGINT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "operator_acts" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "name" TEXT NOT NULL,
    "role" "access_role",
    "act" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "target_kind" TEXT,
    "target_id" TEXT,
    "outcome" "act_outcome" NOT NULL DEFAULT 'asked',
    "reason" TEXT,
    "ended_at" TIMESTAMPTZ(6),
    "request_id" TEXT NOT NULL,

    CONSTRAINT "operator_acts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "access_tokens_hash_key" ON "access_tokens"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "access_tokens_name_key" ON "access_tokens"("name") WHERE (revoked_at IS NULL);

-- CreateIndex
CREATE INDEX "sessions_token_idx" ON "sessions"("token_id");

-- CreateIndex
CREATE INDEX "sessions_expires_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE INDEX "operator_acts_name_idx" ON "operator_acts"("name", "id");

-- CreateIndex
CREATE INDEX "operator_acts_act_idx" ON "operator_acts"("act", "id");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "access_tokens"("id") ON DELETE CASCADE ON UPDATE CASCADE;
