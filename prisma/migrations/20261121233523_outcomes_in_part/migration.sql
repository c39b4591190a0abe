-- What became of an act: some of several that it was about, or it failed amid them.
-- AlterEnum
ALTER TYPE "act_outcome" ADD VALUE 'partly';
ALTER TYPE "act_outcome" ADD VALUE 'failed';
