import type { Account, ReadOptions } from "@ticket-bridge/helpdesk";

/** The bridge's account as GetRequestorUser describes it; `account.id` is its UserProviderKey. */
export interface AccountMemory {
  /** What was last told, asked again when older than some minutes. Rejects as `ask` does. */
  known(options?: ReadOptions): Promise<Account>;
  /** Asks now. Rejects as `ask` does. */
  refresh(options?: ReadOptions): Promise<Account>;
}

const freshMs = 5 * 60_000;

/**
 * Every read needs the account (whose message is it, may it write internal ones), which changes hardly ever: without
 * memory each poll would cost two calls of the budget. Rejects as `ask` does.
 * @param clock monotonic milliseconds
 */
export function createAccountMemory(
  ask: (options?: ReadOptions) => Promise<Account>,
  clock: () => number,
): AccountMemory {
  let last: { readonly account: Account; readonly at: number } | null = null;

  const refresh = async (options?: ReadOptions): Promise<Account> => {
    // An account that is refused now must not be trusted from memory afterwards.
    last = null;
    const account = await ask(options);
    last = { account, at: clock() };
    return account;
  };

  return {
    refresh,
    known: (options) =>
      last !== null && clock() - last.at < freshMs ? Promise.resolve(last.account) : refresh(options),
  };
}
