/** What `--version`, the status and the API document say; the same as in package.json. */
export const version = "0.1.0";
