export { memoryStore } from "./memory-store/memory-store.ts";
export { MemoryDatabase } from "./memory-store/state.ts";
export { usualOptions } from "./usual-options.ts";
export { simulate } from "./simulation/simulate.ts";
