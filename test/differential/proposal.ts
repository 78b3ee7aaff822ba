import type { Random } from "../../src/model/random.js";
import { attempt, type MarketAnswer, type MarketCall, type EmittedEvent } from "../../src/model/market/answer.js";
import type { ArgumentsOf, ImprovedActions, TraditionalActions } from "../../src/model/market/reference-market.js";
import type { MarketState } from "../../src/model/market/state.js";
import type { DrawnScene } from "./scene.js";

/** What is to happen next: time passes, or somebody calls the market or its token. */
export type Proposal = { readonly kind: "time"; readonly to: bigint } | CallProposal;

export interface CallProposal {
  readonly kind: "call";
  readonly target: "market" | "token";
  readonly sender: string;
  readonly name: string;
  readonly args: readonly unknown[];
}

/** Proposes an action, if the scene has an occasion for it. */
export type Propose = (scene: DrawnScene, random: Random) => Proposal | undefined;

/** Calls that both markets have, that one has, and calls of the token. */
export const onMarket = calls<ImprovedActions & TraditionalActions>("market");
export const onImproved = calls<ImprovedActions>("market");
export const onTraditional = calls<TraditionalActions>("market");
export const onToken = calls<typeof TOKEN_ACTIONS>("token");

function calls<Actions>(target: "market" | "token") {
  return <Name extends keyof Actions & string>(
    sender: string,
    name: Name,
    ...args: ArgumentsOf<Actions[Name]>
  ): Proposal => ({ kind: "call", target, sender, name, args });
}

const TOKEN_ACTIONS = {
  approve: ({ token }: MarketState, { sender }: MarketCall, spender: string, amount: bigint): EmittedEvent[] => {
    token.approve(sender, spender, amount);
    return [];
  },
  transfer: ({ token }: MarketState, { sender }: MarketCall, to: string, amount: bigint): EmittedEvent[] => {
    token.transfer(sender, to, amount);
    return [];
  },
};

/** The reference's answer to a call of the token. */
export function playToken(market: MarketState, call: MarketCall, name: string, args: readonly unknown[]): MarketAnswer {
  const action = TOKEN_ACTIONS[name as keyof typeof TOKEN_ACTIONS];
  return attempt(() => action(market, call, ...(args as [string, bigint])));
}
