import { describeStoreContract } from "./testing/describe-store-contract.ts";
import { memoryBed } from "./testing/memory-bed.ts";

describeStoreContract("the simulations' memory", () => Promise.resolve(memoryBed()));
