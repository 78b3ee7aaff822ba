/** Who acts, and when: `msg.sender` and `block.timestamp` (s) on chain. */
export interface Call {
  readonly sender: string;
  readonly now: bigint;
}

/** An event as the contract emits it: its name, its arguments in their order. */
export interface MarketEvent {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** What an action gives: the events of what it did, or the custom error with which the contract refuses it. */
export type Answer = { readonly events: readonly MarketEvent[] } | { readonly refusal: Refused };

/** A custom error of the contract: its name, its arguments in their order. */
export interface Refused {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** Runs an action. A refused one has changed nothing: every rule is checked before the first change. */
export function answerOf(action: () => readonly MarketEvent[]): Answer {
  try {
    return { events: action() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refusal: { name: error.error, args: error.args } };
  }
}

/** Whether a check passes. */
export function isAccepted(check: () => void): boolean {
  const answer = answerOf(() => {
    check();
    return [];
  });
  return "events" in answer;
}

/** Ends an action with a custom error, as `revert` does on chain. */
export function refuse(error: string, ...args: readonly unknown[]): never {
  throw new Refusal(error, args);
}

/** An event, as `emit` makes one on chain. */
export function event(name: string, ...args: readonly unknown[]): MarketEvent {
  return { name, args };
}

class Refusal extends Error {
  override name = "Refusal";
  readonly error: string;
  readonly args: readonly unknown[];

  constructor(error: string, args: readonly unknown[]) {
    super(`${error}(${args.map(String).join(", ")})`);
    this.error = error;
    this.args = args;
  }
}
