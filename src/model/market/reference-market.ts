import type { MarketParameters } from "../market-parameters.js";
import { accept, acceptSigned } from "./acceptance.js";
import { attempt, type MarketAnswer, type MarketCall, type EmittedEvent } from "./answer.js";
import { addAuthority, removeAuthority } from "./authority-committee.js";
import { acceptMany, acceptSignedMany, settleMany } from "./batches.js";
import { collectFees, deposit, depositWithPermit, setFee, withdraw } from "./clearing-accounts.js";
import { ZERO_ADDRESS, type Cryptography } from "./cryptography.js";
import { IMPROVED, refuseByMinority, verifyByQuorum } from "./improved-market.js";
import { cancel, cancelSigned, cancelUpTo, declare } from "./offers.js";
import { acceptOwnership, pause, transferOwnership, unpause } from "./operator.js";
import type { PaymentToken } from "./payment-token.js";
import { payDebt, settle, settleUnmetered } from "./settling.js";
import type { MarketState, VerificationRule } from "./state.js";
import { refuseAsAuthority, TRADITIONAL, verifyAsAuthority } from "./traditional-market.js";
import { register, setCaps, setDefaultCaps, setMeter } from "./user-registry.js";
import { decline, expire } from "./verification.js";

/** The actions of both markets, by the contract's function names. */
const SHARED_ACTIONS = {
  register,
  deposit,
  depositWithPermit,
  withdraw,
  declare,
  cancel,
  cancelSigned,
  cancelUpTo,
  accept,
  acceptSigned,
  acceptMany,
  acceptSignedMany,
  decline,
  expire,
  settle,
  settleMany,
  settleUnmetered,
  payDebt,
  setDefaultCaps,
  setCaps,
  setMeter,
  setFee,
  collectFees,
  addAuthority,
  removeAuthority,
  pause,
  unpause,
  transferOwnership,
  acceptOwnership,
};
const IMPROVED_ACTIONS = { ...SHARED_ACTIONS, verify: verifyByQuorum, refuse: refuseByMinority };
const TRADITIONAL_ACTIONS = { ...SHARED_ACTIONS, verify: verifyAsAuthority, refuse: refuseAsAuthority };

/**
 * A market in memory that follows the rules of the contracts: the same actions with the same names and arguments emit
 * the same events or revert with the same custom error. Tests compare the two exactly.
 *
 * @example improvedMarket(deployment).play({ sender: alice, now: 1n }, "declare", offer) // { events: [...] }
 */
class ReferenceMarket<Actions extends Table<Actions>> {
  readonly state: MarketState;
  readonly #actions: Actions;

  constructor(deployment: Deployment, verification: VerificationRule, actions: Actions) {
    const { parameters, authorities, operator, ...rest } = deployment;
    this.#actions = actions;
    this.state = {
      ...rest,
      parameters,
      verification,
      operator,
      nextOperator: ZERO_ADDRESS,
      paused: false,
      authorities: [...authorities],
      // The constructor adds the authorities one by one, each in an epoch of its own.
      epoch: BigInt(authorities.length),
      defaultCapTrades: parameters.capTrades,
      defaultCapEnergyWh: parameters.capEnergyWh,
      feePerMWh: parameters.feePerMWh,
      fees: 0n,
      held: 0n,
      accounts: new Map(),
      keyHashes: new Map(),
      meters: new Map(),
      offers: new Map(),
      lowestNumbers: new Map(),
      agreements: new Map(),
      debts: new Map(),
    };
  }

  /** Plays one action. */
  play<Name extends keyof Actions>(call: MarketCall, name: Name, ...args: ArgumentsOf<Actions[Name]>): MarketAnswer {
    const action: (market: MarketState, call: MarketCall, ...args: ArgumentsOf<Actions[Name]>) => EmittedEvent[] =
      this.#actions[name];
    // eslint-disable-next-line no-restricted-syntax -- an action's own few arguments
    return attempt(() => action(this.state, call, ...args));
  }
}

/** What a market is deployed with. */
interface Deployment {
  readonly address: string;
  readonly operator: string;
  readonly authorities: readonly string[];
  readonly parameters: MarketParameters;
  readonly token: PaymentToken;
  readonly cryptography: Cryptography;
}

type Table<Actions> = {
  readonly [Name in keyof Actions]: (market: MarketState, call: MarketCall, ...args: never[]) => EmittedEvent[];
};
/** The arguments of the contract's function: those of an action after the market and the call. */
export type ArgumentsOf<Action> = Action extends (
  market: MarketState,
  call: MarketCall,
  ...args: infer Args
) => EmittedEvent[]
  ? Args
  : never;

export type ImprovedActions = typeof IMPROVED_ACTIONS;
export type TraditionalActions = typeof TRADITIONAL_ACTIONS;

export function improvedMarket(deployment: Deployment): ReferenceMarket<typeof IMPROVED_ACTIONS> {
  return new ReferenceMarket(deployment, IMPROVED, IMPROVED_ACTIONS);
}

export function traditionalMarket(deployment: Deployment): ReferenceMarket<typeof TRADITIONAL_ACTIONS> {
  return new ReferenceMarket(deployment, TRADITIONAL, TRADITIONAL_ACTIONS);
}
