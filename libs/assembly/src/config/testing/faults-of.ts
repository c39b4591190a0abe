import { StartError } from "../../start-error.ts";
import { readConfig } from "../read-config.ts";

/** What must be set; all else has a default. */
export const complete = {
  SUPEROFFICE_URL: "https://online.superoffice.com/Cust12345",
  SUPEROFFICE_USERNAME: "bridge",
  SUPEROFFICE_PASSWORD: "secret-1",
  REQUESTOR_URL: "https://requestor.example.com",
  REQUESTOR_USERNAME: "bridge",
  REQUESTOR_PASSWORD: "secret-2",
};

/** Why these settings are refused, a sentence for each fault. */
export function faultsOf(
  env: Record<string, string | undefined>,
  readFile?: (path: string) => string,
): readonly string[] {
  try {
    readConfig(env, readFile);
  } catch (error) {
    if (error instanceof StartError) return error.sentences;
    throw error;
  }
  throw new Error("It was accepted.");
}
