import { describeDatabaseContract } from "./testing/describe-store-contract.ts";
import { openServerBed } from "./testing/open-beds.ts";

describeDatabaseContract("PostgreSQL, shared by two processes", openServerBed);
