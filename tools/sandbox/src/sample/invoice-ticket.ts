import type { SampleTicket } from "./sample-ticket.ts";

export const invoiceTicket: SampleTicket = {
  customer: "amelie",
  superoffice: { id: 736, subject: "Rechnung mit falscher Adresse" },
  requestor: { id: 49, subject: "Rechnung mit falscher Adresse" },
  before: [
    {
      desk: "requestor",
      who: "amelie",
      minutesAgo: 190,
      text: "Guten Tag,\n\nauf der Rechnung 2041 steht noch unsere alte Straße. Könnten Sie das bitte ändern?\n\nNeu: Äußere Brücke 7, 01099 Dresden\n\nMit freundlichen Grüßen\nAmélie Weiß",
    },
    {
      desk: "requestor",
      who: "petra",
      minutesAgo: 171,
      internal: true,
      html: true,
      text: "<p>Bitte <b>nicht</b> die alte Rechnung ändern, sondern:</p><ol><li>Gutschrift zu 2041,</li><li>neue Rechnung mit neuer Adresse,</li><li>beides zusammen schicken.</li></ol>",
    },
    {
      desk: "requestor",
      who: "petra",
      minutesAgo: 168,
      text: "Guten Tag Frau Weiß, gern. Sie erhalten heute eine Gutschrift und die neue Rechnung.",
    },
  ],
  live: [],
};
