import { invoiceTicket } from "./invoice-ticket.ts";
import { labelPrinterTicket } from "./label-printer-ticket.ts";
import { laptopTicket } from "./laptop-ticket.ts";
import { orderImportTicket } from "./order-import-ticket.ts";
import type { OpenedTicket, SampleTicket } from "./sample-ticket.ts";

export const sampleTickets: readonly SampleTicket[] = [orderImportTicket, laptopTicket, invoiceTicket];

export const openedTickets: readonly OpenedTicket[] = [labelPrinterTicket];
