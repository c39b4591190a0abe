import { barChart } from "./files/bar-chart.ts";
import { failedImport, repairedImport } from "./files/import-logs.ts";
import { onePagePdf } from "./files/one-page-pdf.ts";
import type { SampleLine, SampleTicket } from "./sample-ticket.ts";

const renewed: SampleLine = {
  desk: "requestor",
  who: "tomas",
  html: true,
  text: "<p>Hello Jürgen, Tomáš here, I take over the night shift. The certificate of your proxy is renewed:</p><ol><li>restart the service <b>order-import</b>,</li><li>wait for <code>ready</code> in the log,</li><li>tell me the number of the first order that comes in.</li></ol>",
  attachments: [
    {
      name: "Návod k restartu.pdf",
      contentType: "application/pdf",
      bytes: onePagePdf([
        "Restarting order-import",
        "1. Stop the service and wait for 'stopped' in the log.",
        "2. Start it again (as the service account).",
        "3. Wait for 'ready'.",
      ]),
    },
  ],
};

const restarted: SampleLine = {
  desk: "superoffice",
  who: "customer",
  text: "Restarted. 80 116 has just come in, the rest is following 🎉\n\nJürgen\n\n> The certificate of your proxy is renewed:\n> restart the service order-import",
};

const keptOpen: SampleLine = {
  desk: "superoffice",
  who: "5",
  internal: true,
  text: "Let us keep this open until tomorrow's run. I put the end of the new certificate into the calendar.",
};

const chart: SampleLine = {
  desk: "superoffice",
  who: "5",
  html: true,
  text: '<p>Hello Jürgen, we see it too. Orders per minute <b>since the restart</b>:</p><p><img src="cid:orders-per-minute" alt="Orders per minute"></p>',
  attachments: [
    {
      name: "orders-per-minute.png",
      contentType: "image/png",
      bytes: barChart([1, 2, 2, 4, 7, 9, 8, 6, 3, 1]),
      contentId: "orders-per-minute",
    },
  ],
};

const nextRun: SampleLine = {
  desk: "superoffice",
  who: "8",
  text: "Tonight's run starts at 01:00, I will keep an eye on it.",
  edited: "Tonight's run starts at 00:00, I will keep an eye on it.",
};

const allThrough: SampleLine = {
  desk: "requestor",
  who: "juergen",
  text: "All 34 orders are through. Thank you both, that was quick – schönes Wochenende!",
  edited: "All 43 orders are through. Thank you both, that was quick – schönes Wochenende!",
  attachments: [repairedImport],
};

export const orderImportTicket: SampleTicket = {
  customer: "juergen",
  superoffice: { id: 734, subject: "Order import stops at midnight" },
  requestor: { id: 47, subject: "Order import stops at midnight" },
  before: [
    {
      desk: "superoffice",
      who: "customer",
      minutesAgo: 2 * 24 * 60 + 35,
      text: "Good morning,\n\nour order import stopped at 00:00 and has not come back. About 40 orders are waiting, among them the ones for Größe & Söhne in Tromsø.\n\nCould you have a look, please?\n\nBest regards\nJürgen Müller",
    },
    {
      desk: "superoffice",
      who: "5",
      minutesAgo: 2 * 24 * 60 + 12,
      html: true,
      text: "<p>Hello Jürgen,</p><p>thank you for telling us. To find the cause <b>quickly</b>, could you send me</p><ul><li>the <i>last line</i> of <code>import.log</code>,</li><li>the number of the first order that is missing,</li><li>and whether the night job runs as a <b>service account</b>?</li></ul><p>Ingrid</p>",
    },
    {
      desk: "superoffice",
      who: "8",
      minutesAgo: 2 * 24 * 60 + 9,
      internal: true,
      text: "Third time this month with this customer. The certificate of their proxy ran out last night, I would bet on that. Please do not mention the contract talks to him. – Robin",
    },
    {
      desk: "superoffice",
      who: "customer",
      minutesAgo: 26 * 60,
      html: true,
      attachments: [failedImport],
      text: `<div>Here is what I found:</div><table border="1" cellpadding="4"><tr><th>Time</th><th>Order</th><th>Result</th></tr><tr><td>23:58</td><td>80 114</td><td>imported</td></tr><tr><td>23:59</td><td>80 115</td><td>imported</td></tr><tr><td>00:00</td><td>80 116</td><td><b>TLS handshake failed</b></td></tr></table><div>It is a service account, yes. 🙂</div><br><div>On Wednesday Ingrid Solberg wrote:</div><blockquote><p>To find the cause <b>quickly</b>, could you send me …</p></blockquote>`,
    },
    {
      desk: "requestor",
      who: "petra",
      minutesAgo: 18,
      internal: true,
      text: "Opened for the move to Requestor. The history stays in SuperOffice #734 until the customer's contract is over; both teams go on working on it.",
    },
  ],
  live: [
    { does: "say", line: renewed },
    { does: "say", line: restarted },
    { does: "say", line: keptOpen },
    { does: "say", line: chart },
    { does: "say", line: nextRun },
    { does: "say", line: allThrough },
    { does: "edit", line: nextRun },
    { does: "edit", line: allThrough },
  ],
};
