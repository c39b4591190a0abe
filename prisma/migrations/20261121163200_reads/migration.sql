-- What the admin page lists, counts and searches. No new index but mirrors_mirrored_idx and lanes_activity_idx is written
-- by a message that meets no trouble; mirrors_waiting_idx takes the place of one with fewer columns.

-- DropIndex
DROP INDEX "mirrors_waiting_idx";

-- AlterTable
ALTER TABLE "mirrors" ADD COLUMN     "cause" TEXT;

-- AlterTable
ALTER TABLE "ticket_creations" ADD COLUMN     "cause" TEXT;

-- CreateTable
CREATE TABLE "link_words" (
    "link_id" BIGINT NOT NULL,
    "side" "side" NOT NULL,
    "reference" TEXT,
    "words" tsvector NOT NULL,

    CONSTRAINT "link_words_pkey" PRIMARY KEY ("link_id","side")
);

-- CreateTable
CREATE TABLE "mirrored_minutes" (
    "source_side" "side" NOT NULL,
    "minute" TIMESTAMPTZ(6) NOT NULL,
    "count" INTEGER NOT NULL,
    "delays" INTEGER[],

    CONSTRAINT "mirrored_minutes_pkey" PRIMARY KEY ("minute","source_side")
);

-- CreateIndex
CREATE INDEX "link_words_words_idx" ON "link_words" USING GIN ("words");

-- CreateIndex
CREATE INDEX "link_words_reference_idx" ON "link_words"("reference") WHERE (reference IS NOT NULL);

-- CreateIndex
CREATE INDEX "lanes_held_idx" ON "lanes"("link_id") WHERE (held > 0);

-- CreateIndex
CREATE INDEX "lanes_troubled_idx" ON "lanes"("link_id") WHERE (stopped OR wait_reason IS NOT NULL);

-- CreateIndex
CREATE INDEX "links_paused_idx" ON "links"("id") WHERE (active AND paused);

-- CreateIndex
CREATE INDEX "links_removed_idx" ON "links"("id") WHERE (NOT active);

-- CreateIndex
CREATE INDEX "mirrors_waiting_idx" ON "mirrors"("source_side", "captured_at", "id") WHERE (state = ANY (ARRAY['pending'::mirror_state, 'sending'::mirror_state, 'uncertain'::mirror_state]));

-- CreateIndex
CREATE INDEX "mirrors_mirrored_idx" ON "mirrors"("mirrored_at") WHERE (mirrored_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "mirrors_attention_idx" ON "mirrors"("state", "cause", "source_side", "id") WHERE (state = ANY (ARRAY['held'::mirror_state, 'uncertain'::mirror_state]));

-- CreateIndex
CREATE INDEX "mirrors_changes_idx" ON "mirrors"("source_side", "kind", "state", "id" DESC) WHERE (kind <> 'message'::mirror_kind);

-- CreateIndex
CREATE INDEX "polls_troubled_idx" ON "polls"("link_id") WHERE (trouble IS NOT NULL);

-- CreateIndex
CREATE INDEX "ticket_creations_attention_idx" ON "ticket_creations"("state", "cause", "source_side", "id") WHERE (state = ANY (ARRAY['held'::creation_state, 'uncertain'::creation_state]));

-- AddForeignKey
ALTER TABLE "link_words" ADD CONSTRAINT "link_words_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "links"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Words as the search knows them: small letters, and nothing but white space between them. Signs are taken out by hand:
-- in a database with the locale C the parser takes those beyond ASCII for letters.
CREATE FUNCTION "words_of"(given TEXT) RETURNS TSVECTOR LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT to_tsvector('simple'::regconfig, regexp_replace(given, '[!-/:-@[-`{-~\u00A0-\u00BF\u2000-\u206F\u3000-\u303F]+', ' ', 'g')) $$;

-- What stands for a person: their sentences are searched.
CREATE INDEX "mirrors_reason_idx" ON "mirrors" USING GIN ("words_of"("reason")) WHERE (state = ANY (ARRAY['held'::mirror_state, 'uncertain'::mirror_state, 'skipped'::mirror_state]));

-- The links by their last message, those without any at the end.
CREATE INDEX "lanes_activity_idx" ON "lanes"((COALESCE("active_at", '-infinity'::timestamptz)) DESC, "link_id" DESC) WHERE (active);

-- The words of each lane's title.
CREATE FUNCTION "keep_link_words"() RETURNS TRIGGER LANGUAGE plpgsql AS
$$
BEGIN
  INSERT INTO link_words (link_id, side, reference, words)
  VALUES (NEW.link_id, NEW.source_side, lower(NEW.source_ref), words_of(concat_ws(' ', NEW.source_title, NEW.source_ref)))
      ON CONFLICT (link_id, side) DO UPDATE SET reference = EXCLUDED.reference, words = EXCLUDED.words;
  RETURN NULL;
END
$$;
CREATE TRIGGER "lanes_words_of_new" AFTER INSERT ON "lanes" FOR EACH ROW EXECUTE FUNCTION "keep_link_words"();
CREATE TRIGGER "lanes_words_of_changed" AFTER UPDATE OF "source_title", "source_ref" ON "lanes" FOR EACH ROW
  WHEN ((OLD.source_title, OLD.source_ref) IS DISTINCT FROM (NEW.source_title, NEW.source_ref))
  EXECUTE FUNCTION "keep_link_words"();
INSERT INTO "link_words" ("link_id", "side", "reference", "words")
SELECT link_id, source_side, lower(source_ref), words_of(concat_ws(' ', source_title, source_ref)) FROM "lanes";

-- The causes of what stands already: those that causeOf knew when this was written, and the sentence for all others.
UPDATE "mirrors" SET "cause" = CASE
    WHEN reason ~ '^Its mirror, message [0-9]+, was changed by hand' THEN 'mirror-changed'
    WHEN reason ~ 'cannot hold internal messages' THEN 'cannot-hold-internal'
    WHEN reason ~ '^The bridge''s own account wrote it' THEN 'own-account'
    WHEN reason ~ '^It begins with the bridge''s marker' THEN 'quoted-marker'
    WHEN reason ~ 'by now, which is not the linked one' THEN 'other-ticket'
    WHEN reason ~ '^It is a second mirror of the same message' THEN 'second-mirror'
    WHEN reason ~ 'stands in the database as the mirror of another message' THEN 'target-taken'
    WHEN reason ~ '^It was public and became internal' THEN 'became-internal'
    WHEN reason ~ '^It was internal and became public' THEN 'became-public'
    WHEN reason ~ '^It was edited, and its mirror, message [0-9]+, does not stand' THEN 'mirror-gone'
    WHEN reason ~ '^Its mirror, message [0-9]+ in [A-Za-z]+, says something else' THEN 'mirror-differs'
    WHEN reason ~ 'Something in it is not accepted there or by a firewall' THEN 'not-accepted'
    WHEN reason ~ 'Whether it was written is not known yet|got no clear answer|stopped while it was being sent|may still link its attachments|asked to look again whether it was written' THEN 'no-clear-answer'
    WHEN reason ~ '^The bridge met an error of its own' THEN 'bridge-error'
    WHEN reason ~ 'answered 413 |too large|larger than' THEN 'too-large'
    WHEN reason ~ 'answered 4[0-9][0-9] to |refused' THEN 'refused'
    WHEN state = 'uncertain' THEN 'no-clear-answer'
    ELSE left(regexp_replace(COALESCE(reason, ''), '[0-9]+', '…', 'g'), 160) END
 WHERE state IN ('held', 'uncertain');
UPDATE "ticket_creations" SET "cause" = CASE
    WHEN reason ~ '^The ticket itself is internal' THEN 'ticket-internal'
    WHEN reason ~ '^Its title ends like that of a ticket a bridge made' THEN 'ticket-of-another-bridge'
    WHEN reason ~ '^Its title names it as the counterpart|^The bridge made it as the counterpart of' THEN 'ticket-named-counterpart'
    WHEN reason ~ 'but meanwhile one of the two was linked with another ticket' THEN 'ticket-linked-elsewhere'
    WHEN reason ~ '^Whether the ticket was made in' THEN 'ticket-outcome-unknown'
    WHEN reason ~ 'no clear answer|stopped while the ticket was being made|The ticket was made|Ticket [0-9]+ was made in' THEN 'ticket-no-clear-answer'
    WHEN reason ~ 'Something in it is not accepted there or by a firewall' THEN 'not-accepted'
    WHEN reason ~ '^The bridge met an error of its own' THEN 'bridge-error'
    WHEN reason ~ 'answered 413 |too large|larger than' THEN 'too-large'
    WHEN reason ~ 'answered 4[0-9][0-9] to |refused' THEN 'refused'
    WHEN state = 'uncertain' THEN 'ticket-no-clear-answer'
    ELSE left(regexp_replace(COALESCE(reason, ''), '[0-9]+', '…', 'g'), 160) END
 WHERE state IN ('held', 'uncertain');
