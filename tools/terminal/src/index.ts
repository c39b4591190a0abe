export { coloursFor, type Colours } from "./colours.ts";
