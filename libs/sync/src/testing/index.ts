export { memoryStore } from "./memory-store/memory-store.ts";
export { MemoryDatabase } from "./memory-store/state.ts";
export { simulate } from "./simulation/simulate.ts";
