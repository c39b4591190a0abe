import { StartError } from "../start-error.ts";

/** Takes over `.env` of the working directory where there is one; the environment goes before it. Throws StartError. */
export function readEnvFile(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw new StartError([`.env in ${process.cwd()} cannot be read; make it a readable file, or remove it.`], error);
  }
}
