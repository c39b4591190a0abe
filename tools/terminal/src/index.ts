export { coloursFor, type Colours } from "./colours.ts";
export { optionFault } from "./option-fault.ts";
