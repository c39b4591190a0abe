-- Counters that tell who listens that a message became another one, whatever statement of whichever version wrote it. A
-- sequence is never waited for, is written to the log once in 32 times, and is one row to read; an index over the time of
-- change would be written by each step of each message.
CREATE SEQUENCE "mirror_changes";
CREATE SEQUENCE "attention_changes";

CREATE FUNCTION "count_change"() RETURNS TRIGGER LANGUAGE plpgsql AS
$$
BEGIN
  PERFORM nextval(TG_ARGV[0]::regclass);
  RETURN NULL;
END
$$;

-- New rows are told by their ids. What is noted of a source that did not change leaves updated_at out.
CREATE TRIGGER "mirrors_changed" AFTER UPDATE OF "updated_at" ON "mirrors" FOR EACH ROW
  EXECUTE FUNCTION "count_change"('mirror_changes');

CREATE TRIGGER "mirrors_new_for_attention" AFTER INSERT ON "mirrors" FOR EACH ROW
  WHEN (NEW.state IN ('held', 'uncertain'))
  EXECUTE FUNCTION "count_change"('attention_changes');
CREATE TRIGGER "mirrors_changed_for_attention" AFTER UPDATE OF "state" ON "mirrors" FOR EACH ROW
  WHEN (OLD.state IN ('held', 'uncertain') OR NEW.state IN ('held', 'uncertain'))
  EXECUTE FUNCTION "count_change"('attention_changes');
