import pc from "picocolors";

export type Colours = ReturnType<typeof pc.createColors>;

/**
 * The colours for what is written to `out`: only a terminal gets them, and not when NO_COLOR is set or it is a dumb one.
 * Pipes, files and CI logs get plain text, also where CI or FORCE_COLOR is set: picocolors alone would colour those.
 */
export function coloursFor(
  out: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Colours {
  return pc.createColors(out.isTTY === true && !environment["NO_COLOR"] && environment["TERM"] !== "dumb");
}
