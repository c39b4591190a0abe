-- What is linked and what the comparisons of the links found, in rows to be added up: mostly one. Added up anew, 100,000
-- links cost 60 ms for each look at the overview.
CREATE TABLE "audit_sums" (
    "id" BIGSERIAL NOT NULL,
    "links" BIGINT NOT NULL DEFAULT 0,
    "audited" BIGINT NOT NULL DEFAULT 0,
    "should" BIGINT NOT NULL DEFAULT 0,
    "agree" BIGINT NOT NULL DEFAULT 0,
    "waiting" BIGINT NOT NULL DEFAULT 0,
    "only_source" BIGINT NOT NULL DEFAULT 0,
    "only_target" BIGINT NOT NULL DEFAULT 0,
    "differs" BIGINT NOT NULL DEFAULT 0,
    "errors" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "audit_sums_pkey" PRIMARY KEY ("id")
);

-- What was found of a pair that is linked no more is nobody's concern; until now it stayed until the pair was linked anew.
DELETE FROM "audits" a USING "links" k WHERE k.id = a.link_id AND NOT k.active;

-- Takes up the rows that nobody else holds at that moment and leaves one in their place. Nobody waits for anybody, which
-- with a row of everybody's would be a deadlock for who links one ticket while removing another.
CREATE FUNCTION "add_audit_sums"("more" "audit_sums") RETURNS VOID LANGUAGE sql AS
$$
  WITH taken AS (
    DELETE FROM "audit_sums" WHERE id IN (SELECT id FROM "audit_sums" FOR UPDATE SKIP LOCKED) RETURNING *
  )
  INSERT INTO "audit_sums" (links, audited, should, agree, waiting, only_source, only_target, differs, errors)
  SELECT sum(links), sum(audited), sum(should), sum(agree), sum(waiting), sum(only_source), sum(only_target),
         sum(differs), sum(errors)
    FROM (SELECT * FROM taken UNION ALL SELECT (more).*) AS every;
$$;

CREATE FUNCTION "sum_audits"() RETURNS TRIGGER LANGUAGE plpgsql AS
$$
DECLARE
  "more" "audit_sums" := ROW(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  "less" "audit_sums" := ROW(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
BEGIN
  IF TG_OP <> 'DELETE' THEN
    SELECT 0, 0, count(*), COALESCE(sum(should), 0), COALESCE(sum(agree), 0), COALESCE(sum(waiting), 0),
           COALESCE(sum(only_source), 0), COALESCE(sum(only_target), 0), COALESCE(sum(differs), 0),
           COALESCE(sum(errors), 0)
      INTO "more" FROM "came" WHERE audited_at IS NOT NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    SELECT 0, 0, count(*), COALESCE(sum(should), 0), COALESCE(sum(agree), 0), COALESCE(sum(waiting), 0),
           COALESCE(sum(only_source), 0), COALESCE(sum(only_target), 0), COALESCE(sum(differs), 0),
           COALESCE(sum(errors), 0)
      INTO "less" FROM "went" WHERE audited_at IS NOT NULL;
  END IF;
  IF "more" IS DISTINCT FROM "less" THEN
    PERFORM "add_audit_sums"(ROW(0, 0, "more".audited - "less".audited, "more".should - "less".should,
      "more".agree - "less".agree, "more".waiting - "less".waiting, "more".only_source - "less".only_source,
      "more".only_target - "less".only_target, "more".differs - "less".differs, "more".errors - "less".errors));
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "audits_came" AFTER INSERT ON "audits" REFERENCING NEW TABLE AS "came"
  FOR EACH STATEMENT EXECUTE FUNCTION "sum_audits"();
CREATE TRIGGER "audits_changed" AFTER UPDATE ON "audits" REFERENCING NEW TABLE AS "came" OLD TABLE AS "went"
  FOR EACH STATEMENT EXECUTE FUNCTION "sum_audits"();
CREATE TRIGGER "audits_went" AFTER DELETE ON "audits" REFERENCING OLD TABLE AS "went"
  FOR EACH STATEMENT EXECUTE FUNCTION "sum_audits"();

CREATE FUNCTION "sum_links"() RETURNS TRIGGER LANGUAGE plpgsql AS
$$
DECLARE
  "more" BIGINT := 0;
  "less" BIGINT := 0;
BEGIN
  IF TG_OP <> 'DELETE' THEN
    SELECT count(*) INTO "more" FROM "came" WHERE active;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    SELECT count(*) INTO "less" FROM "went" WHERE active;
  END IF;
  IF "more" <> "less" THEN
    PERFORM "add_audit_sums"(ROW(0, "more" - "less", 0, 0, 0, 0, 0, 0, 0, 0));
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "links_came" AFTER INSERT ON "links" REFERENCING NEW TABLE AS "came"
  FOR EACH STATEMENT EXECUTE FUNCTION "sum_links"();
CREATE TRIGGER "links_moved" AFTER UPDATE ON "links" REFERENCING NEW TABLE AS "came" OLD TABLE AS "went"
  FOR EACH STATEMENT EXECUTE FUNCTION "sum_links"();
CREATE TRIGGER "links_went" AFTER DELETE ON "links" REFERENCING OLD TABLE AS "went"
  FOR EACH STATEMENT EXECUTE FUNCTION "sum_links"();

-- Behind the triggers: making them holds off whoever writes until this is committed.
INSERT INTO "audit_sums" (links, audited, should, agree, waiting, only_source, only_target, differs, errors)
SELECT (SELECT count(*) FROM "links" WHERE active), count(*), COALESCE(sum(should), 0), COALESCE(sum(agree), 0),
       COALESCE(sum(waiting), 0), COALESCE(sum(only_source), 0), COALESCE(sum(only_target), 0),
       COALESCE(sum(differs), 0), COALESCE(sum(errors), 0)
  FROM "audits" WHERE audited_at IS NOT NULL;

-- The link that was compared longest ago, those with something to tell, and a report's lines among the tickets of a run.
CREATE INDEX "audits_audited_idx" ON "audits"("audited_at") WHERE (audited_at IS NOT NULL);
CREATE INDEX "audits_findings_idx" ON "audits"("link_id") WHERE (agree < should OR trouble IS NOT NULL);
CREATE INDEX "audits_troubled_idx" ON "audits"("link_id") WHERE (trouble IS NOT NULL);
CREATE INDEX "backfill_tickets_findings_idx" ON "backfill_tickets"("run_id", "place") WHERE (findings <> '[]'::jsonb);
