import { parseArgs } from "node:util";

import { nearestName } from "@ticket-bridge/assembly";

/** What the options of a command are: `text` ones need a value, `flag` ones take none. */
export type ArgumentKinds = Readonly<Record<string, "text" | "flag">>;

export interface GivenArguments {
  /** By name without dashes; of an option given twice the last one. */
  readonly texts: ReadonlyMap<string, string>;
  readonly flags: ReadonlySet<string>;
  /** One sentence each. */
  readonly faults: readonly string[];
}

/** Takes a command line apart. Never throws: all faults are told at once, together with those of the values. */
export function readArguments(args: readonly string[], kinds: ArgumentKinds): GivenArguments {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    options: {
      ...Object.fromEntries(
        Object.entries(kinds).map(([name, kind]) => [
          name,
          { type: kind === "text" ? ("string" as const) : ("boolean" as const) },
        ]),
      ),
      help: { type: "boolean", short: "h" },
    },
  });
  const texts = new Map<string, string>();
  const flags = new Set<string>();
  const faults: string[] = [];
  let unknownAt = -1;
  for (const token of tokens) {
    // What follows an option that is unknown was meant as its value.
    if (token.kind === "positional" && token.index === unknownAt + 1) continue;
    if (token.kind === "positional") faults.push(`"${token.value}" is not understood here: options begin with --.`);
    if (token.kind !== "option") continue;
    if (!isKnown(token.name)) unknownAt = token.index;
    // Node takes the next word for the value, also when that is an option.
    const value = token.inlineValue === false && token.value.startsWith("--") ? undefined : token.value;
    const fault = take(token.name, token.rawName, value);
    if (fault !== null) faults.push(fault);
  }
  return { texts, flags, faults };

  function isKnown(name: string): boolean {
    return name === "help" || Object.hasOwn(kinds, name);
  }

  function take(name: string, asTyped: string, value: string | undefined): string | null {
    const kind = name === "help" ? "flag" : kinds[name];
    if (kind === undefined || !isKnown(name)) return unknownOption(asTyped, [...Object.keys(kinds), "help"]);
    if (kind === "flag") {
      flags.add(name);
      return value === undefined ? null : `${asTyped} takes no value.`;
    }
    if (value === undefined || value.trim() === "") return `${asTyped} needs a value after it.`;
    texts.set(name, value.trim());
    return null;
  }
}

function unknownOption(asTyped: string, known: readonly string[]): string {
  const meant = nearestName(asTyped.replace(/^-+/, ""), known);
  return `There is no option ${asTyped}; ${meant === null ? "--help tells what there is." : `did you mean --${meant}?`}`;
}
