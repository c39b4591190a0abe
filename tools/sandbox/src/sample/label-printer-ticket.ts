import type { OpenedTicket } from "./sample-ticket.ts";

export const labelPrinterTicket: OpenedTicket = {
  desk: "requestor",
  customer: "amelie",
  subject: "Etikettendrucker druckt leere Etiketten",
  live: [
    {
      does: "say",
      line: {
        desk: "requestor",
        who: "amelie",
        text: "Guten Tag,\n\nunser Etikettendrucker gibt seit heute früh nur noch leere Etiketten aus. Was können wir tun?\n\nMit freundlichen Grüßen\nAmélie Weiß",
      },
    },
    {
      does: "say",
      line: {
        desk: "superoffice",
        who: "5",
        text: "Guten Tag Frau Weiß,\n\nliegt das Farbband vielleicht verkehrt herum? Die matte Seite muss zum Etikett zeigen.\n\nIngrid Solberg",
      },
    },
  ],
};
