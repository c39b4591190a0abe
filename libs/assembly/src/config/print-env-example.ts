import { environment } from "./environment.ts";
import { settingsBySection } from "./settings.ts";

interface Shown {
  readonly about: string;
  readonly example: string;
  readonly neededByDefault?: boolean;
}

/** The text of `.env.example`: every setting with a line about it; those that have a default are commented out. */
export function printEnvExample(): string {
  const blocks = Object.entries(settingsBySection).map(([section, settings]) => {
    const lines = Object.entries<Shown>(settings).map(([name, { about, example, neededByDefault = false }]) => {
      const needed =
        neededByDefault || !environment.shape[name as keyof typeof environment.shape].safeParse(undefined).success;
      return `# ${about}\n${needed ? "" : "# "}${name}=${example}`;
    });
    return `# --- ${section} ---\n${lines.join("\n")}`;
  });
  const head = "# Settings of ticket-bridge. A line that is commented out shows its default or an example.";
  return `${head}\n\n${blocks.join("\n\n")}\n`;
}
