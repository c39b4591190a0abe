import {
  IconBell,
  IconChartBar,
  IconHistory,
  IconKey,
  IconListCheck,
  IconMessages,
  IconNotebook,
  IconPlugConnected,
  IconTicket,
  type Icon,
} from "@tabler/icons-react";

interface Place {
  readonly path: string;
  readonly name: string;
  readonly icon: Icon;
  readonly needs?: "administrator";
}

export const places: readonly Place[] = [
  { path: "/", name: "Overview", icon: IconChartBar },
  { path: "/tickets", name: "Tickets", icon: IconTicket },
  { path: "/messages", name: "Messages", icon: IconMessages },
  { path: "/attention", name: "Needs attention", icon: IconBell },
  { path: "/backfill", name: "Backfill", icon: IconHistory },
  { path: "/audit", name: "Audit", icon: IconListCheck },
  { path: "/connections", name: "Connections", icon: IconPlugConnected },
  { path: "/log", name: "Log", icon: IconNotebook },
  { path: "/access", name: "Access", icon: IconKey, needs: "administrator" },
];
