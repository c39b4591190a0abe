export interface Fill {
  readonly links: number;
  readonly mirrors: number;
}

/** Ids that no simulated helpdesk comes near. */
const firstTicket = 100_000_000;
const firstMessage = 1_000_000_000;

/**
 * Fills a migrated database with linked tickets of the past, as the bridge leaves them: everything mirrored, counters and
 * numbers right, rows as long as real ones, nothing due for the next hours.
 *
 * @param run runs a script in its own session
 */
export async function fillDatabase(run: (script: string) => Promise<void>, fill: Fill): Promise<void> {
  const perLane = Math.max(1, Math.round(fill.mirrors / fill.links / 2));
  await run(links(fill.links, perLane));
  await run(mirrors(perLane));
  // Each by itself: they refuse to share a transaction. What the fill left to write must not be written while measuring.
  await run("VACUUM ANALYZE");
  await run("CHECKPOINT");
}

function links(count: number, perLane: number): string {
  return `
    INSERT INTO links (superoffice_ticket_id, requestor_ticket_id)
    SELECT ${firstTicket} + n, ${firstTicket} + n FROM generate_series(1, ${count}) AS n;
    INSERT INTO lanes (link_id, source_side, source_ticket_id, target_ticket_id, source_title, next_seq, epoch,
                       read_whole, mirrored)
    SELECT l.id, s.side, l.superoffice_ticket_id, l.requestor_ticket_id, 'An order of the past', ${perLane + 1},
           ${perLane}, true, ${perLane}
      FROM links l CROSS JOIN sides s WHERE l.superoffice_ticket_id > ${firstTicket};
    INSERT INTO polls (link_id, side, ticket_id, due_at)
    SELECT l.id, s.side, l.superoffice_ticket_id, now() + interval '2 hours' + random() * interval '22 hours'
      FROM links l CROSS JOIN sides s WHERE l.superoffice_ticket_id > ${firstTicket};`;
}

function mirrors(perLane: number): string {
  const line = (what: string, detail: string) =>
    `jsonb_build_object('at', 1767225600000 + n, 'what', '${what}', 'detail', '${detail}')`;
  return `
    INSERT INTO mirrors (link_id, source_side, seq, source_message_id, target_message_id, state, attempts, attempt_id,
                         epoch, marker, content_hash, trace, correlation_id, source_created_at, captured_at,
                         first_sent_at, sent_at, mirrored_at, updated_at)
    SELECT l.link_id, l.source_side, n, ${firstMessage} + l.link_id * ${perLane * 2} + n,
           2 * ${firstMessage}::bigint + l.link_id * ${perLane * 2} + n, 'mirrored', 1, gen_random_uuid()::text, n,
           '<requestor.' || l.source_ticket_id || '.' || n || '.1.0123456789abcdef@bridge-0123456789abcdef>',
           md5(n::text) || md5(l.link_id::text),
           jsonb_build_array(${line("captured", "")}, ${line("sending", "Sending to SuperOffice as a public message.")},
                             ${line("mirrored", "SuperOffice stored it as message 1234567890.")}),
           gen_random_uuid()::text, at, at, at, at, at, at
      FROM lanes l CROSS JOIN generate_series(1, ${perLane}) AS n
           CROSS JOIN LATERAL (SELECT now() - interval '1 year' + n * interval '1 day' AS at) AS past
     WHERE l.source_ticket_id > ${firstTicket};`;
}
