import { environment } from "./environment.ts";
import { settingsBySection } from "./settings.ts";

interface Shown {
  readonly about: string;
  readonly example: string;
  readonly neededByDefault?: boolean;
}

/**
 * The text of `.env.example`: every setting with a line about it, and all of them commented out. A placeholder that
 * counted as a value would let a copy start that nobody has filled in, against a helpdesk that is not there; so the
 * start names each required one instead.
 */
export function printEnvExample(): string {
  const blocks = Object.entries(settingsBySection).map(([section, settings]) => {
    const lines = Object.entries<Shown>(settings).map(([name, { about, example, neededByDefault = false }]) => {
      const needed =
        neededByDefault || !environment.shape[name as keyof typeof environment.shape].safeParse(undefined).success;
      return `# ${needed ? "Required: " : ""}${about}\n# ${name}=${example}`;
    });
    return `# --- ${section} ---\n${lines.join("\n")}`;
  });
  const head =
    "# Settings of ticket-bridge. Each line shows a default or an example: take the # away from those you fill in.";
  return `${head}\n\n${blocks.join("\n\n")}\n`;
}
