import { z } from "zod";

import { settingsBySection } from "./settings.ts";

type Sections = typeof settingsBySection;
type Flat = { [S in keyof Sections]: Sections[S] }[keyof Sections];
type Merged = Flat extends infer One ? (One extends unknown ? (given: One) => void : never) : never;
type AllSettings = Merged extends (given: infer All) => void ? All : never;
type Values = { [Name in keyof AllSettings]: AllSettings[Name] extends { value: infer Value } ? Value : never };

/** Reads the whole environment; anything that is no setting is left out. */
export const environment = z.object(
  Object.fromEntries(
    Object.values<Readonly<Record<string, { value: z.ZodType }>>>(settingsBySection).flatMap((section) =>
      Object.entries(section).map(([name, setting]) => [name, setting.value]),
    ),
  ) as Values,
);

export type Environment = z.output<typeof environment>;

export const settingNames: readonly string[] = Object.keys(environment.shape);
