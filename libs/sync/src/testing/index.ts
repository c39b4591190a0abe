export { simulate } from "./simulation/simulate.ts";
