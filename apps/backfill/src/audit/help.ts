import { version } from "@ticket-bridge/assembly";

export const help = `ticket-bridge-audit ${version}: proves in figures whether both helpdesks hold the same.

Usage: npm run audit -- [options]        or: ticket-bridge-audit [options]

It reads both sides of the linked tickets now and compares message by message: by the bridge's map, by markers and by
what the texts say. Nothing is written to a helpdesk. What the bridge has missed is put into its database, and a running
bridge carries it. An internal message found public on the other side raises the alarm: no bridge on this database
writes anything public until somebody acknowledges it.

  --tickets 1,2,5-9      only these tickets, by their SuperOffice ids; without it all linked ones

  --relearn              learn links and the map again, see below
  --tickets-file FILE    with --relearn: pairs of tickets to look at besides those that markers in SuperOffice name, a CSV
                         file of superofficeTicketId,requestorTicketId
  --apply                with --relearn: store it; without it is told what would be stored
  --yes                  do not ask before storing

  --json                 one JSON object a line: alarm, progress, plan, warning, result
  --quiet                nothing but what went wrong
  --report-dir FOLDER    where audit-<time>.txt, .json and .csv (or relearn-<time>) are written (DATA_DIR/reports)
  --version, --help

Parity is the number of messages that agree over those that should stand on both sides by now; messages on their way
count as neither. The classes are those of rclone check: = same, + only on the source, - only on the target, * differs,
! could not be compared.

After the database was lost, or an old backup was put back, --relearn makes the links and the map anew from the markers
that stand in every mirror, under the BRIDGE_ID and BRIDGE_SECRET of then or their copy in DATA_DIR/identity.json. It
reads both sides, and writes to the database alone; the same again changes nothing. Messages older than what crossed and
without a mirror are told (+) and stay where they are; newer ones are left to the running bridge. Tickets that contradict
themselves are left alone (!). Not learned is what no marker tells: messages that were held, skipped or waiting, edits
made in their mirror's place, attachments and hashes of texts.

Ctrl-C finishes the tickets in flight and shows what was found so far; a second one leaves at once.

Settings come from the environment and from .env, as for the bridge. On the embedded database a running bridge compares
itself, and this command shows it. Live traffic goes first in the call budget.

Exit codes
  0  all that should be on both sides is the same there; or the map has all that markers tell
  1  usage or configuration; what stands on standard error says what to mend
  2  finished, and something needs attention: see the report
  3  a helpdesk refused the credentials
  4  a helpdesk cannot be reached
  5  interrupted; what was learned until then stays
  130 or 143  left at once, by a second Ctrl-C or signal
`;
