import { dataSlice, getCreateAddress, type Interface, type TypedDataDomain } from "ethers";

import { ContractCoder } from "../../src/chain/abi/contract-coder.js";
import type { Receipt } from "../../src/chain/rpc/answers.js";
import type { MarketKind } from "../../src/market/market-kind.js";
import { domainOf, signPermit } from "../../src/market/typed-data.js";
import type { MarketParameters } from "../../src/model/market-parameters.js";
import {
  BankMoney__factory,
  ImprovedMarket__factory,
  TraditionalMarket__factory,
} from "../../typechain-types/index.js";
import { BlockSender } from "./block-sender.js";
import type { Call, Calls } from "./calls.js";
import type { LocalChain, OpenChain } from "./local-chain.js";
import { keyHolder, type KeyHolder, type Participant } from "./participants.js";

/** How a bench is set up. */
export interface BenchOptions {
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

const DEPLOYMENT_GAS = 12_000_000;
/** How long a permit to pay in is good for, s: longer than any set-up takes. */
const PERMIT_SECONDS = 86_400n;

/**
 * A market on a chain of its own, with everybody registered and paid in, driven a block at a time.
 * Whatever happens in it is a transaction from the account of whoever does it.
 */
export class MarketBench {
  readonly kind: MarketKind;
  readonly parameters: MarketParameters;
  readonly participants: readonly Participant[];
  readonly authorities: readonly KeyHolder[];
  /** Participants and meters by address. */
  readonly users: ReadonlyMap<string, Participant>;
  readonly meters: ReadonlyMap<string, KeyHolder>;
  readonly operator: KeyHolder;
  readonly market: string;
  readonly token: string;
  readonly abi: Interface;
  readonly domain: TypedDataDomain;
  readonly sender: BlockSender;
  readonly #chain: LocalChain;
  readonly #startsAt: bigint;
  readonly #coder: ContractCoder;
  /** Timestamp of the next block unless a later one is asked for, s. */
  #clock: bigint;

  private constructor(chain: LocalChain, options: BenchOptions) {
    this.kind = options.kind;
    this.parameters = options.parameters;
    this.participants = options.participants;
    this.users = new Map(options.participants.map((user) => [user.address, user]));
    const meters = options.participants.flatMap(({ meter }) => (meter === undefined ? [] : [meter]));
    this.meters = new Map(meters.map((meter) => [meter.address, meter]));
    this.operator = operatorOf(options);
    this.authorities = authoritiesOf(options);
    this.token = getCreateAddress({ from: this.operator.address, nonce: 0 });
    this.market = getCreateAddress({ from: this.operator.address, nonce: 1 });
    this.abi = abiOf(options.kind);
    this.#coder = new ContractCoder(this.abi);
    this.domain = domainOf(chain.chainId, this.market);
    this.sender = new BlockSender(chain, options);
    this.#chain = chain;
    this.#startsAt = options.startsAt;
    this.#clock = options.startsAt + 1n;
  }

  /** Starts a chain and sets the market up on it. */
  static async open(openChain: OpenChain, options: BenchOptions): Promise<MarketBench> {
    const bench = await MarketBench.start(openChain, options);
    await bench.setUp();
    return bench;
  }

  /** Starts a chain, nothing on it yet: {@link MarketBench.setUp} comes next. */
  static async start(openChain: OpenChain, options: BenchOptions): Promise<MarketBench> {
    return new MarketBench(await openBenchChain(openChain, options), options);
  }

  /** Deploys, registers the participants, sets their meters and pays their deposits in. */
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

  /** Mines the calls in order, from `notBefore` (s) on; see {@link BlockSender.mine}. */
  mine(calls: Calls, notBefore?: bigint): Promise<Receipt[]> {
    return this.mineAndRead(calls, (receipt) => receipt, notBefore);
  }

  /** {@link MarketBench.mine}, with something made of each receipt as it comes. */
  async mineAndRead<Told>(
    calls: Calls,
    read: (receipt: Receipt, index: number) => Told,
    notBefore = 0n,
  ): Promise<Told[]> {
    const startsAt = notBefore > this.#clock ? notBefore : this.#clock;
    const blocksBefore = this.sender.blocks;
    const told = await this.sender.mineAndRead(calls, startsAt, read);
    this.#clock = startsAt + BigInt(this.sender.blocks - blocksBefore);
    return told;
  }

  /** A call of the market by one of its functions' names. */
  call(step: string, from: string, name: string, args: readonly unknown[]): Call {
    return this.rawCall(step, from, this.#coder.callData(name, args));
  }

  /** A call of the market by its data. */
  rawCall(step: string, from: string, data: string): Call {
    return { step, from, to: this.market, data };
  }

  /** A call of the payment token by one of its functions' names. */
  tokenCall(step: string, from: string, name: "approve" | "mint", args: [string, bigint]): Call {
    return { step, from, to: this.token, data: BANK_CODER.callData(name, args) };
  }

  /** Asks a view function of the market; of several answers, the first. */
  async read(name: string, args: readonly unknown[]): Promise<unknown> {
    const [answer] = await this.#ask(this.#coder, this.market, name, args);
    return answer;
  }

  /** What the market says it owes, and the fees in it, base units. */
  async books(): Promise<{ held: bigint; fees: bigint }> {
    const [held, fees] = await this.#ask(this.#coder, this.market, "books", []);
    return { held, fees } as { held: bigint; fees: bigint };
  }

  async #ask(coder: ContractCoder, to: string, name: string, args: readonly unknown[]): Promise<readonly unknown[]> {
    const data = coder.callData(name, args);
    const answer = await this.#chain.provider.request({ method: "eth_call", params: [{ to, data }, "latest"] });
    return coder.answerOf(name, answer as string);
  }

  /** What a transaction would answer, without sending it: the name of the error it ends with, or undefined. */
  async refusalOf({ from, to, data }: Call): Promise<string | undefined> {
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
    await this.mine([token, market].map(({ data }) => ({ step: "deploy", from, to: null, data, gas: DEPLOYMENT_GAS })));
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
    await this.mine(
      this.participants
        .values()
        .map(({ address, deposit }) => this.tokenCall("mint", from, "mint", [address, deposit])),
    );
    const deadline = this.#startsAt + PERMIT_SECONDS;
    const domain = { name: "Wattlane Euro", version: "1", chainId: this.#chain.chainId, verifyingContract: this.token };
    const permits = this.participants.values().map(async ({ address, deposit, signer }) => {
      const permit = { owner: address, spender: this.market, value: deposit, nonce: 0n, deadline };
      const signature = await signPermit(signer, domain, permit);
      const [r, s, v] = [dataSlice(signature, 0, 32), dataSlice(signature, 32, 64), BigInt(dataSlice(signature, 64))];
      return this.call("deposit", address, "depositWithPermit", [address, deposit, deadline, v, r, s]);
    });
    await this.mine(permits);
  }
}

const BANK_CODER = new ContractCoder(BankMoney__factory.createInterface());

/** A fresh chain on which everybody of a bench has an account. */
export function openBenchChain(openChain: OpenChain, options: BenchOptions): Promise<LocalChain> {
  const senders = [operatorOf(options), ...authoritiesOf(options), ...options.participants];
  const accounts = senders.map(({ address }) => address);
  return openChain(accounts, options.startsAt);
}

function operatorOf({ seed }: BenchOptions): KeyHolder {
  return keyHolder(seed, "operator");
}

function authoritiesOf({ seed, authorities }: BenchOptions): KeyHolder[] {
  return Array.from({ length: authorities }, (_, i) => keyHolder(seed, `authority ${String(i + 1)}`));
}

function abiOf(kind: MarketKind): Interface {
  return kind === "improved" ? ImprovedMarket__factory.createInterface() : TraditionalMarket__factory.createInterface();
}
