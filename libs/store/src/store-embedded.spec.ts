import { describeDatabaseContract } from "./testing/describe-store-contract.ts";
import { openEmbeddedBed } from "./testing/open-beds.ts";

describeDatabaseContract("the embedded database", openEmbeddedBed);
