import { coefficientOf } from "../../src/model/market/acceptance.js";
import { blockingMinority } from "../../src/model/market/authority-committee.js";
import { quorum } from "../../src/model/review.js";
import { lowestNumberOf, offerStateOf } from "../../src/model/market/offers.js";
import { debtOf } from "../../src/model/market/settling.js";
import { accountOf, type MarketState } from "../../src/model/market/state.js";
import { agreementStateOf } from "../../src/model/market/trade.js";
import { meterOf } from "../../src/model/market/user-registry.js";
import type { ChainMarket } from "./chain-market.js";
import { Disagreement, worded } from "./disagreement.js";

/** What a view of the market or the token must return, by the reference. */
export interface View {
  readonly target: "market" | "token";
  readonly name: string;
  readonly args: readonly unknown[];
  readonly result: readonly unknown[];
}

/** Asks the chain for every view and compares byte by byte. */
export async function expectViews(chain: ChainMarket, views: readonly View[]): Promise<void> {
  await Promise.all(views.map((view) => expectView(chain, view)));
}

async function expectView(chain: ChainMarket, view: View): Promise<void> {
  const { target, name, args, result } = view;
  const data = chain.abi.encodeFunctionData(name, args);
  const returned = await chain.request<string>("eth_call", { to: chain[target], data }, "latest");
  if (returned === chain.abi.encodeFunctionResult(name, result)) return;
  const decoded = chain.abi.decodeFunctionResult(name, returned);
  throw new Disagreement(
    `${worded(view)} = ${worded({ name: "", args: result })}`,
    worded({ name: "", args: decoded }),
  );
}

/** A user's account and tokens. */
export function userViews(state: MarketState, user: string): View[] {
  return [market("accountOf", [user], accountOf(state, user)), token("balanceOf", [user], state.token.balanceOf(user))];
}

/** What changes less often about a user. */
export function rareUserViews(state: MarketState, user: string): View[] {
  return [
    market("keyHashOf", [user], state.keyHashes.get(user) ?? `0x${"0".repeat(40)}`),
    market("meterOf", [user], meterOf(state, user)),
    market("lowestNumberOf", [user], lowestNumberOf(state, user)),
    token("allowance", [user, state.address], state.token.allowance(user, state.address)),
    token("nonces", [user], state.token.nonceOf(user)),
  ];
}

/** R of a registered user for a trade of `energyWh`. */
export function coefficientView(state: MarketState, user: string, energyWh: bigint): View {
  return market("coefficient", [user, energyWh], coefficientOf(state, user, energyWh));
}

export function offerView(state: MarketState, offerId: string): View {
  return market("offerState", [offerId], offerStateOf(state, offerId));
}

export function agreementViews(state: MarketState, agreementId: string): View[] {
  return [
    market("agreementState", [agreementId], agreementStateOf(state, agreementId)),
    market("debtOf", [agreementId], debtOf(state, agreementId)),
  ];
}

/** What the market holds, against the tokens that it has. */
export function bookViews(state: MarketState): View[] {
  return [
    market("books", [], state.held, state.fees),
    token("balanceOf", [state.address], state.token.balanceOf(state.address)),
  ];
}

/** The operator's settings and the committee. */
export function settingViews(state: MarketState): View[] {
  return [
    market("owner", [], state.operator),
    market("pendingOwner", [], state.nextOperator),
    market("paused", [], state.paused),
    market("feePerMWh", [], state.feePerMWh),
    market("defaultCaps", [], state.defaultCapTrades, state.defaultCapEnergyWh),
    market("authorities", [], state.authorities),
    market("committeeEpoch", [], state.epoch),
    market("quorum", [], quorum(state.authorities.length)),
    market("blockingMinority", [], blockingMinority(state)),
  ];
}

function market(name: string, args: readonly unknown[], ...result: readonly unknown[]): View {
  return { target: "market", name, args, result };
}

function token(name: string, args: readonly unknown[], ...result: readonly unknown[]): View {
  return { target: "token", name, args, result };
}
