import type { SampleTicket } from "./sample-ticket.ts";

export const laptopTicket: SampleTicket = {
  customer: "zoe",
  superoffice: { id: 735, subject: "New laptop for the Malmö office" },
  requestor: { id: 48, subject: "New laptop for the Malmö office" },
  before: [
    {
      desk: "superoffice",
      who: "customer",
      minutesAgo: 300,
      text: "Hi!\n\nOur new colleague Çağla starts on Monday and needs a laptop with a Swedish keyboard (å, ä, ö). Is that possible?\n\n/Zoë",
    },
    {
      desk: "superoffice",
      who: "8",
      minutesAgo: 262,
      html: true,
      text: '<p>Hi Zoë, yes. Two are in stock:</p><table border="1" cellpadding="4"><tr><th>Model</th><th>Memory</th><th>Weight</th></tr><tr><td>14″ light</td><td>16 GB</td><td>1.2 kg</td></tr><tr><td>16″ studio</td><td>32 GB</td><td>2.1 kg</td></tr></table><p>Which one shall it be?</p>',
    },
    {
      desk: "superoffice",
      who: "8",
      minutesAgo: 260,
      internal: true,
      text: "The 16″ one has a scratch on the lid, offer it only if she asks for it.",
    },
    { desk: "superoffice", who: "customer", minutesAgo: 95, text: "The light one, please 👍" },
  ],
  live: [],
};
