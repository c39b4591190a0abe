import { invoiceTicket } from "./invoice-ticket.ts";
import { laptopTicket } from "./laptop-ticket.ts";
import { orderImportTicket } from "./order-import-ticket.ts";
import type { SampleTicket } from "./sample-ticket.ts";

export const sampleTickets: readonly SampleTicket[] = [orderImportTicket, laptopTicket, invoiceTicket];
