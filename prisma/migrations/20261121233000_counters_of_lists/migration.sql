-- Counters as of change_counters for what the lists of tickets and of new tickets show. How many there are does not tell
-- that one took another's place, and the number of those in trouble is the same when one stops as another goes on.
CREATE SEQUENCE "link_changes";
CREATE SEQUENCE "creation_changes";

-- A lane is written several times a message and a poll with each reading: neither may count that it just went on.
CREATE TRIGGER "lanes_changed" AFTER UPDATE OF "stopped", "wait_reason", "source_title", "source_ref" ON "lanes"
  FOR EACH ROW
  WHEN ((OLD.stopped, OLD.wait_reason, OLD.source_title, OLD.source_ref)
        IS DISTINCT FROM (NEW.stopped, NEW.wait_reason, NEW.source_title, NEW.source_ref))
  EXECUTE FUNCTION "count_change"('link_changes');
CREATE TRIGGER "polls_changed" AFTER UPDATE OF "trouble" ON "polls" FOR EACH ROW
  WHEN (OLD.trouble IS DISTINCT FROM NEW.trouble)
  EXECUTE FUNCTION "count_change"('link_changes');
CREATE TRIGGER "links_changed" AFTER UPDATE ON "links" FOR EACH ROW
  WHEN (OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION "count_change"('link_changes');

-- A claim leaves both columns out. New rows are told by their ids.
CREATE TRIGGER "ticket_creations_changed" AFTER UPDATE OF "state", "updated_at" ON "ticket_creations" FOR EACH ROW
  EXECUTE FUNCTION "count_change"('creation_changes');
CREATE TRIGGER "ticket_creations_forgotten" AFTER DELETE ON "ticket_creations" FOR EACH ROW
  EXECUTE FUNCTION "count_change"('creation_changes');

-- Who may read a message is noted without updated_at, and decides what of a reason is shown.
CREATE TRIGGER "mirrors_seen" AFTER UPDATE OF "visibility" ON "mirrors" FOR EACH ROW
  WHEN (OLD.visibility IS DISTINCT FROM NEW.visibility AND OLD.updated_at = NEW.updated_at)
  EXECUTE FUNCTION "count_change"('mirror_changes');
CREATE TRIGGER "mirrors_seen_for_attention" AFTER UPDATE OF "visibility" ON "mirrors" FOR EACH ROW
  WHEN (OLD.visibility IS DISTINCT FROM NEW.visibility AND NEW.state IN ('held', 'uncertain'))
  EXECUTE FUNCTION "count_change"('attention_changes');
