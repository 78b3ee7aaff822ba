import { dataSlice, getCreateAddress, type Interface, type TypedDataDomain } from "ethers";

import { ContractCoder } from "../../src/chain/abi/contract-coder.js";
import type { MarketKind } from "../../src/market/market-kind.js";
import { domainOf, signPermit } from "../../src/market/typed-data.js";
import type { MarketParameters } from "../../src/model/market-parameters.js";
import {
  BankMoney__factory,
  ImprovedMarket__factory,
  TraditionalMarket__factory,
} from "../../typechain-types/index.js";
import { BlockSender } from "./block-sender.js";
import type { MinedTransaction } from "./blocks.js";
import { DEFAULT_GAS, type StepCall, type StepCalls } from "./calls.js";
import type { LocalChain, OpenChain } from "./local-chain.js";
import { keyHolder, type KeyHolder, type Participant } from "./participants.js";

/** How a simulated market is set up. */
export interface SimulatedMarketOptions {
  readonly kind: MarketKind;
  readonly parameters: MarketParameters;
  readonly participants: readonly Participant[];
  /** Number of authorities. */
  readonly authorities: number;
  readonly seed: number;
  /** Unix time of the genesis block, s. */
  readonly startsAt: bigint;
  /** Keep every block that is sent; see {@link BlockSender.sent}. */
  readonly record?: boolean;
}

/** Enough for a committee of 160: the most that a transaction may have (EIP-7825). */
const DEPLOYMENT_GAS = 2 ** 24;
const TOKEN_DEPLOYMENT_GAS = 2_000_000;
/** Gas of one signature of a verdict, rounded up; and of a verdict without its signatures. */
const SIGNATURE_GAS = 8_000;
const VERDICT_GAS = 300_000;
/** How long a deposit's permit is valid, s: longer than any set-up takes. */
const PERMIT_SECONDS = 86_400n;

/**
 * A market on a chain of its own, driven a block at a time. All participants are registered and have paid in.
 * Every act is a transaction from the account that acts.
 */
export class SimulatedMarket {
  readonly kind: MarketKind;
  readonly parameters: MarketParameters;
  readonly participants: readonly Participant[];
  readonly authorities: readonly KeyHolder[];
  /** Participants and meters by address. */
  readonly users: ReadonlyMap<string, Participant>;
  readonly meters: ReadonlyMap<string, KeyHolder>;
  readonly operator: KeyHolder;
  readonly address: string;
  readonly token: string;
  readonly abi: Interface;
  readonly domain: TypedDataDomain;
  readonly sender: BlockSender;
  readonly #chain: LocalChain;
  readonly #startsAt: bigint;
  readonly #coder: ContractCoder;
  /** Timestamp of the next block unless a later one is asked for, s. */
  #clock: bigint;

  private constructor(chain: LocalChain, options: SimulatedMarketOptions) {
    this.kind = options.kind;
    this.parameters = options.parameters;
    this.participants = options.participants;
    this.users = new Map(options.participants.map((user) => [user.address, user]));
    const meters = options.participants.flatMap(({ meter }) => (meter === undefined ? [] : [meter]));
    this.meters = new Map(meters.map((meter) => [meter.address, meter]));
    this.operator = operatorOf(options);
    this.authorities = authoritiesOf(options);
    this.token = getCreateAddress({ from: this.operator.address, nonce: 0 });
    this.address = getCreateAddress({ from: this.operator.address, nonce: 1 });
    this.abi = abiOf(options.kind);
    this.#coder = new ContractCoder(this.abi);
    this.domain = domainOf(chain.chainId, this.address);
    this.sender = new BlockSender(chain, options);
    this.#chain = chain;
    this.#startsAt = options.startsAt;
    this.#clock = options.startsAt + 1n;
  }

  /** Starts a chain and sets up the market on it. */
  static async open(openChain: OpenChain, options: SimulatedMarketOptions): Promise<SimulatedMarket> {
    const market = await SimulatedMarket.start(openChain, options);
    await market.setUp();
    return market;
  }

  /** Starts an empty chain; {@link SimulatedMarket.setUp} comes next. */
  static async start(openChain: OpenChain, options: SimulatedMarketOptions): Promise<SimulatedMarket> {
    return new SimulatedMarket(await openMarketChain(openChain, options), options);
  }

  /** Deploys the market, registers the participants, sets their meters and pays in their deposits. */
  async setUp(): Promise<void> {
    await this.#deploy();
    await this.#register();
    await this.#payIn();
  }

  async close(): Promise<void> {
    await this.#chain.close();
  }

  /** The next block's timestamp unless a later one is asked for, s. */
  get clock(): bigint {
    return this.#clock;
  }

  /** The timestamp of the block that would hold the call with this index, of calls mined next; s. */
  timeOf(index: number): bigint {
    return this.#clock + BigInt(Math.floor(index / this.#chain.transactionsPerBlock));
  }

  /** Mines the calls in order, from `notBefore` (s) on; see {@link BlockSender.mine}. */
  mine(calls: StepCalls, notBefore?: bigint): Promise<MinedTransaction[]> {
    return this.mineAndRead(calls, (receipt) => receipt, notBefore);
  }

  /** {@link SimulatedMarket.mine}, mapping each receipt as it comes. */
  async mineAndRead<T>(
    calls: StepCalls,
    read: (receipt: MinedTransaction, index: number) => T,
    notBefore = 0n,
  ): Promise<T[]> {
    const startsAt = notBefore > this.#clock ? notBefore : this.#clock;
    const blocksBefore = this.sender.blocks;
    const results = await this.sender.mineAndRead(calls, startsAt, read);
    this.#clock = startsAt + BigInt(this.sender.blocks - blocksBefore);
    return results;
  }

  /** A call of the market by function name. */
  call(step: string, from: string, name: string, args: readonly unknown[]): StepCall {
    return { step, from, to: this.address, data: this.#coder.callData(name, args) };
  }

  /** A verdict of the committee by function name; its gas grows with the committee. */
  verdictCall(from: string, name: "verify" | "refuse", args: readonly unknown[]): StepCall {
    const gas = Math.max(DEFAULT_GAS, VERDICT_GAS + SIGNATURE_GAS * this.authorities.length);
    return { ...this.call(name, from, name, args), gas };
  }

  /** A call of the payment token by function name. */
  tokenCall(step: string, from: string, name: "approve" | "mint", args: [string, bigint]): StepCall {
    return { step, from, to: this.token, data: BANK_CODER.callData(name, args) };
  }

  /** Calls a view function of the market. @returns its first result */
  async read(name: string, args: readonly unknown[]): Promise<unknown> {
    const [answer] = await this.#ask(this.#coder, this.address, name, args);
    return answer;
  }

  /** The market's `books()`: everything that it owes, and the fees in that, base units. */
  async books(): Promise<{ held: bigint; fees: bigint }> {
    const [held, fees] = await this.#ask(this.#coder, this.address, "books", []);
    return { held, fees } as { held: bigint; fees: bigint };
  }

  async #ask(coder: ContractCoder, to: string, name: string, args: readonly unknown[]): Promise<readonly unknown[]> {
    const data = coder.callData(name, args);
    const answer = await this.#chain.provider.request({ method: "eth_call", params: [{ to, data }, "latest"] });
    return coder.returned(name, answer as string);
  }

  /** Simulates a transaction without sending it. @returns the name of the error that it reverts with, or undefined */
  async revertOf({ from, to, data }: StepCall): Promise<string | undefined> {
    try {
      await this.#chain.provider.request({ method: "eth_call", params: [{ from, to, data }, "latest"] });
      return undefined;
    } catch (error) {
      const revertData = (error as { data?: unknown }).data;
      const parsed = typeof revertData === "string" ? this.abi.parseError(revertData) : null;
      if (parsed === null) throw error;
      return parsed.name;
    }
  }

  async tokenBalanceOf(address: string): Promise<bigint> {
    const [balance] = await this.#ask(BANK_CODER, this.token, "balanceOf", [address]);
    return balance as bigint;
  }

  async #deploy(): Promise<void> {
    const from = this.operator.address;
    const token = await new BankMoney__factory().getDeployTransaction(from, "Wattlane Euro", "WEUR");
    const { rho, ...shared } = this.parameters;
    const parameters = {
      ...shared,
      operator: from,
      token: this.token,
      authorities: this.authorities.map(({ address }) => address),
    };
    const market = await (this.kind === "improved"
      ? new ImprovedMarket__factory().getDeployTransaction(parameters, rho)
      : new TraditionalMarket__factory().getDeployTransaction(parameters));
    const deploy = (data: string, gas: number) => ({ step: "deploy", from, to: null, data, gas });
    await this.mine([deploy(token.data, TOKEN_DEPLOYMENT_GAS), deploy(market.data, DEPLOYMENT_GAS)]);
  }

  async #register(): Promise<void> {
    const from = this.operator.address;
    const users = this.participants.values();
    await this.mine(users.map(({ address, publicKey }) => this.call("register", address, "register", [publicKey])));
    const metered = this.participants.values().filter(({ meter }) => meter !== undefined);
    await this.mine(
      metered.map(({ address, meter }) => this.call("set meter", from, "setMeter", [address, meter?.address])),
    );
  }

  async #payIn(): Promise<void> {
    const from = this.operator.address;
    // The market refuses a deposit of nothing.
    const paying = this.participants.filter(({ deposit }) => deposit > 0n);
    await this.mine(
      paying.values().map(({ address, deposit }) => this.tokenCall("mint", from, "mint", [address, deposit])),
    );
    const deadline = this.#startsAt + PERMIT_SECONDS;
    const domain = { name: "Wattlane Euro", version: "1", chainId: this.#chain.chainId, verifyingContract: this.token };
    const permits = paying.values().map(async ({ address, deposit, signer }) => {
      const permit = { owner: address, spender: this.address, value: deposit, nonce: 0n, deadline };
      const signature = await signPermit(signer, domain, permit);
      const [r, s, v] = [dataSlice(signature, 0, 32), dataSlice(signature, 32, 64), BigInt(dataSlice(signature, 64))];
      return this.call("deposit", address, "depositWithPermit", [address, deposit, deadline, v, r, s]);
    });
    await this.mine(permits);
  }
}

const BANK_CODER = new ContractCoder(BankMoney__factory.createInterface());

/** Opens an empty chain with an account for each participant, each authority and the operator. */
export function openMarketChain(openChain: OpenChain, options: SimulatedMarketOptions): Promise<LocalChain> {
  const senders = [operatorOf(options), ...authoritiesOf(options), ...options.participants];
  const accounts = senders.map(({ address }) => address);
  return openChain(accounts, options.startsAt);
}

function operatorOf({ seed }: SimulatedMarketOptions): KeyHolder {
  return keyHolder(seed, "operator");
}

function authoritiesOf({ seed, authorities }: SimulatedMarketOptions): KeyHolder[] {
  return Array.from({ length: authorities }, (_, i) => keyHolder(seed, `authority ${String(i + 1)}`));
}

function abiOf(kind: MarketKind): Interface {
  return kind === "improved" ? ImprovedMarket__factory.createInterface() : TraditionalMarket__factory.createInterface();
}
