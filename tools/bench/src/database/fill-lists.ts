import type { Fill } from "./fill-database.ts";

/**
 * Fills a migrated database with a year of traffic as the lists of the admin page meet it: ids in the order of capture,
 * titles of many words, and of a thousand messages three held, two waiting, twenty skipped, thirty edits; one link in
 * two hundred is paused, one in a hundred unlinked, half a percent of the lanes wait with a reason, one in two thousand
 * has a finding, and as many cannot be read. Beside them as many acts and tickets of a backfill as there are links.
 *
 * @param run runs a script in its own session
 */
export async function fillLists(run: (script: string) => Promise<void>, fill: Fill): Promise<void> {
  await run(links(fill.links));
  await run(mirrors(fill));
  await run(counters);
  await run(beside);
  await run(compared);
  await run(acts(fill.links));
  await run(backfill(fill.links));
  // Each by itself: they refuse to share a transaction.
  await run("VACUUM ANALYZE");
  await run("CHECKPOINT");
}

const words = `'{printer,invoice,laptop,order,password,login,scanner,contract,delivery,label,network,mail,phone,report,export,import,license,backup,server,keyboard}'::text[]`;
const word = (seed: string) => `(${words})[1 + abs(hashint8(${seed})) % 20]`;

function links(count: number): string {
  return `
    INSERT INTO links (superoffice_ticket_id, requestor_ticket_id, active, paused)
    SELECT n, 1000000 + n, n % 100 <> 7, n % 200 = 8 FROM generate_series(1, ${count}) AS n;
    INSERT INTO lanes (link_id, source_side, source_ticket_id, target_ticket_id, source_title, source_ref, active, paused,
                       stopped, wait_reason, read_whole)
    SELECT l.id, s.side,
           CASE WHEN s.side = 'superoffice' THEN l.superoffice_ticket_id ELSE l.requestor_ticket_id END,
           CASE WHEN s.side = 'superoffice' THEN l.requestor_ticket_id ELSE l.superoffice_ticket_id END,
           ${word("l.id * 3")} || ' ' || ${word("l.id * 7")} || ' of customer ' || (l.id % 5000) || ' case' || l.id,
           CASE WHEN s.side = 'requestor' THEN 'INC-' || lpad(l.id::text, 6, '0') END, l.active, l.paused,
           l.id % 1000 = 3, CASE WHEN l.id % 200 = 3 THEN 'SuperOffice cannot be reached.' END, true
      FROM links l CROSS JOIN sides s;
    INSERT INTO polls (link_id, side, ticket_id, due_at, enabled)
    SELECT link_id, source_side, source_ticket_id, now() + interval '2 hours', active AND NOT paused FROM lanes;`;
}

function mirrors({ links: count, mirrors: all }: Fill): string {
  return `
    INSERT INTO mirrors (link_id, source_side, seq, source_message_id, target_message_id, state, reason, cause, attempts,
                         revision, kind, marker, content_hash, trace, correlation_id, source_created_at, captured_at,
                         first_sent_at, sent_at, mirrored_at, settle_until, updated_at)
    SELECT link_id, side, n, n, CASE WHEN state = 'mirrored' THEN n + 1000000000 END, state::mirror_state,
           CASE state WHEN 'held' THEN 'Requestor answered ' || (400 + n % 20) || ' to POST Tickets/NewMessage: ' || ${word("n")}
                      WHEN 'skipped' THEN 'It is an automatic reply; mirroring it could start a loop of machines.'
                      WHEN 'uncertain' THEN 'Its last attempt got no clear answer.' END,
           CASE state WHEN 'held' THEN CASE WHEN n % 7 = 0 THEN 'cannot-hold-internal' ELSE 'refused' END
                      WHEN 'uncertain' THEN 'no-clear-answer' END,
           1, 1, (CASE WHEN n % 33 = 0 THEN 'edit' WHEN n % 333 = 0 THEN 'deletion' ELSE 'message' END)::mirror_kind,
           md5(n::text), md5(n::text) || md5(link_id::text),
           jsonb_build_array(jsonb_build_object('at', 1767225600000 + n, 'what', 'captured', 'detail', ''),
                             jsonb_build_object('at', 1767225600000 + n, 'what', 'sending', 'detail', 'Sending to Requestor.')),
           gen_random_uuid()::text, at, at, at, at, CASE WHEN state = 'mirrored' THEN at + interval '1 second' END,
           CASE WHEN state = 'uncertain' THEN now() + interval '1 minute' END, at
      FROM (SELECT n, 1 + abs(hashint8(n)) % ${count} AS link_id,
                   (CASE WHEN n % 2 = 0 THEN 'superoffice' ELSE 'requestor' END)::side AS side,
                   CASE WHEN n % 1000 IN (1, 2, 3) THEN 'held' WHEN n % 50 = 5 THEN 'skipped'
                        WHEN n % 5000 = 11 THEN 'uncertain' WHEN n % 500 = 17 THEN 'pending' ELSE 'mirrored' END AS state,
                   now() - interval '1 year' + n * (interval '1 year' / ${all}) AS at
              FROM generate_series(1, ${all}) AS n) AS message
     ORDER BY n;`;
}

const counters = `
  UPDATE lanes l SET active_at = m.at, mirrored = m.mirrored, skipped = m.skipped, held = m.held, pending = m.pending,
                     uncertain = m.uncertain, next_seq = m.last + 1
    FROM (SELECT link_id, source_side, max(captured_at) AS at, max(seq) AS last,
                 count(*) FILTER (WHERE state = 'mirrored') AS mirrored, count(*) FILTER (WHERE state = 'skipped') AS skipped,
                 count(*) FILTER (WHERE state = 'held') AS held, count(*) FILTER (WHERE state = 'pending') AS pending,
                 count(*) FILTER (WHERE state = 'uncertain') AS uncertain
            FROM mirrors GROUP BY link_id, source_side) m
   WHERE (l.link_id, l.source_side) = (m.link_id, m.source_side);`;

const beside = `
  INSERT INTO mirrored_minutes (source_side, minute, count, delays)
  SELECT s.side, minute, 3, ARRAY(SELECT n % 3 FROM generate_series(1, 24) AS n)
    FROM sides s CROSS JOIN generate_series(date_trunc('minute', now()) - interval '8 days', now(), interval '1 minute') AS minute;
  INSERT INTO ticket_creations (source_side, source_ticket_id, state, reason, cause)
  SELECT 'superoffice', 5000000 + n, (CASE WHEN n % 20 = 0 THEN 'held' ELSE 'linked' END)::creation_state,
         'The ticket itself is internal.', CASE WHEN n % 20 = 0 THEN 'ticket-internal' END
    FROM generate_series(1, 100000) AS n;`;

const compared = `
  INSERT INTO audits (link_id, audited_at, should, agree, differs)
  SELECT id, now() - id * interval '1 second', 10, CASE WHEN id % 2000 = 5 THEN 9 ELSE 10 END,
         CASE WHEN id % 2000 = 5 THEN 1 ELSE 0 END
    FROM links WHERE active;
  UPDATE polls SET trouble = 'Ticket is not found.' WHERE link_id % 2000 = 9 AND side = 'requestor';`;

function acts(count: number): string {
  return `
    INSERT INTO operator_acts (name, act, what, outcome, request_id)
    SELECT (ARRAY['Anna', 'Bert', 'Carla'])[1 + n % 3], CASE WHEN n % 50 = 0 THEN 'skipMirror' ELSE 'textsOfMirror' END,
           'Read the text of message ' || n || '.', 'done', md5(n::text)
      FROM generate_series(1, ${count}) AS n;`;
}

/** One that is over, of which one ticket in a thousand has something to report. */
function backfill(tickets: number): string {
  return `
    INSERT INTO backfills (options, outline, state, tickets_total) VALUES ('{}', '{}', 'finished', ${tickets});
    INSERT INTO backfill_tickets (run_id, place, superoffice_ticket_id, requestor_ticket_id, state, findings)
    SELECT b.id, n, n, 1000000 + n, 'done',
           CASE WHEN n % 1000 = 999 THEN '[{"what": "held"}]'::jsonb ELSE '[]'::jsonb END
      FROM backfills b CROSS JOIN generate_series(1, ${tickets}) AS n;`;
}
