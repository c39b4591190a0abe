import { version } from "@ticket-bridge/assembly";

export const help = `ticket-bridge-backfill ${version}: carries the messages that exist already over to the other helpdesk, once.

Usage: npm run backfill -- [options]        or: ticket-bridge-backfill [options]

It counts first, shows what it would write and how long that takes, asks, and then writes what is missing: in order,
with the original author and date, without any notification or e-mail. It can be stopped and started again at any
moment, also while the bridge runs, and writes nothing twice. Start with --dry-run.

What to carry
  --from SIDE            superoffice, requestor or both: whose messages are carried (both)
  --since DATE           messages from this day on, as 2024-01-31, or from a moment, as 2024-01-31T08:00:00Z
  --until DATE           messages until the end of this day, or before a moment; days are in UTC
  --tickets 1,2,5-9      only these tickets: ids of the side in --from, with both SuperOffice's
  --tickets-file FILE    only these pairs, a CSV file of superofficeTicketId,requestorTicketId; what is not linked yet
                         is linked
                         neither of the two: all linked tickets
  --create-tickets       make the missing counterparts of tickets; without --tickets of all of SuperOffice's
  --adopt                take what looks like a copy made by hand for a mirror, instead of writing it again

How
  --dry-run              show the plan and end; nothing is written anywhere
  --yes                  do not ask before writing
  --resume RUN           go on with this run; without it the unfinished one goes on
  --max-rps N            at most N calls a second to both helpdesks together; the bridge's own traffic goes first anyway
  --concurrency N        tickets worked on at the same time (4)

Output
  --json                 one JSON object a line: plan, progress, warning, result
  --quiet                nothing but what went wrong
  --report-dir FOLDER    where backfill-<run>.txt, .json and .csv are written (DATA_DIR/reports)
  --version, --help

Ctrl-C, or the end of whoever reads the output, finishes what is in flight, saves and ends; a second one leaves at once, which is safe too.

Settings come from the environment and from .env, as for the bridge. On the embedded database a running bridge carries
the backfill out itself, and this command shows it.

Exit codes
  0  all that was to be carried is the same on both sides
  1  usage or configuration; what stands on standard error says what to mend
  2  finished, and something needs attention: see the report
  3  a helpdesk refused the credentials; the run can be resumed
  4  a helpdesk cannot be reached; the run can be resumed
  5  interrupted, also by a pause of a helpdesk or a database that stayed away; the run can be resumed
  130 or 143  left at once, by a second Ctrl-C or signal; the run can be resumed
`;
