/** How the commands end; others rely on these numbers, and --help and the README name them. */
export const exitCodes = {
  allSame: 0,
  usage: 1,
  needsAttention: 2,
  credentialsRefused: 3,
  unreachable: 4,
  interrupted: 5,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Of work that was left before its end. */
export const exitCodeOfStop = {
  asked: exitCodes.interrupted,
  credentials: exitCodes.credentialsRefused,
  unreachable: exitCodes.unreachable,
} as const;
