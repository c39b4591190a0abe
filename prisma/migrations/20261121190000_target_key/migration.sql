-- The message first: a look-up by it then finds its row by this index, however little is known of the table.
-- DropIndex
DROP INDEX "mirrors_target_key";

-- CreateIndex
CREATE UNIQUE INDEX "mirrors_target_key" ON "mirrors"("target_message_id", "source_side");
