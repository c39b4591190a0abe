export * from "./call-budget.ts";
export * from "./delivery-error.ts";
export * from "./helpdesk.ts";
export * from "./ids.ts";
export * from "./marker.ts";
export * from "./message.ts";
export * from "./side.ts";
export * from "./ticket.ts";
