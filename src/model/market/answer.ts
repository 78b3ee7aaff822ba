/** Who acts, and when: `msg.sender` and `block.timestamp` (s) on chain. */
export interface MarketCall {
  readonly sender: string;
  readonly now: bigint;
}

/** An event as the contract emits it: its name, its arguments in their order. */
export interface EmittedEvent {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** What an action answers: the events that it emits, or the custom error with which it reverts. */
export type MarketAnswer = { readonly events: readonly EmittedEvent[] } | { readonly reverted: CustomError };

/** A custom error of the contract: its name, its arguments in their order. */
export interface CustomError {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** Runs an action. One that reverts has changed nothing: every rule is checked before the first change. */
export function attempt(action: () => readonly EmittedEvent[]): MarketAnswer {
  try {
    return { events: action() };
  } catch (error) {
    if (!(error instanceof Revert)) throw error;
    return { reverted: { name: error.error, args: error.args } };
  }
}

/** Whether a check passes, that is does not revert. */
export function succeeds(check: () => void): boolean {
  const answer = attempt(() => {
    check();
    return [];
  });
  return "events" in answer;
}

/** Ends an action with a custom error, as `revert` does on chain. */
export function revert(error: string, ...args: readonly unknown[]): never {
  throw new Revert(error, args);
}

/** An event, as `emit` does on chain. */
export function event(name: string, ...args: readonly unknown[]): EmittedEvent {
  return { name, args };
}

class Revert extends Error {
  override name = "Refusal";
  readonly error: string;
  readonly args: readonly unknown[];

  constructor(error: string, args: readonly unknown[]) {
    super(`${error}(${args.map(String).join(", ")})`);
    this.error = error;
    this.args = args;
  }
}
