import { version } from "@ticket-bridge/assembly";

export const help = `ticket-bridge-audit ${version}: proves in figures whether both helpdesks hold the same.

Usage: npm run audit -- [options]        or: ticket-bridge-audit [options]

It reads both sides of the linked tickets now and compares message by message: by the bridge's map, by markers and by
what the texts say. Nothing is written to a helpdesk. What the bridge has missed is put into its database, and a running
bridge carries it. An internal message found public on the other side raises the alarm: no bridge on this database
writes anything public until somebody acknowledges it.

  --tickets 1,2,5-9      only these tickets, by their SuperOffice ids; without it all linked ones
  --json                 one JSON object a line: alarm, progress, warning, result
  --quiet                nothing but what went wrong
  --report-dir FOLDER    where audit-<time>.txt, .json and .csv are written (DATA_DIR/reports)
  --version, --help

Parity is the number of messages that agree over those that should stand on both sides by now; messages on their way
count as neither. The classes are those of rclone check: = same, + only on the source, - only on the target, * differs,
! could not be compared.

Ctrl-C finishes the tickets in flight and shows what was found so far; a second one leaves at once.

Settings come from the environment and from .env, as for the bridge. On the embedded database a running bridge compares
itself, and this command shows it. Live traffic goes first in the call budget.

Exit codes
  0  all that should be on both sides is the same there
  1  usage or configuration; what stands on standard error says what to mend
  2  finished, and something needs attention: see the report
  3  a helpdesk refused the credentials
  4  a helpdesk cannot be reached
  5  interrupted
  130 or 143  left at once, by a second Ctrl-C or signal
`;
