import type { Interface } from "ethers";

import {
  BankMoney__factory,
  ImprovedMarket__factory,
  TraditionalMarket__factory,
} from "../../typechain-types/index.js";
import { ContractCoder, type FunctionName } from "../chain/abi/contract-coder.js";
import { asBlock, type BlockHead, quantity, asReturned } from "../chain/rpc/answers.js";
import { NodeUnavailable, type Provider } from "../chain/rpc/node-client.js";
import type { TypedDataDomain } from "../chain/signing/eip712.js";
import type { Account, AgreementState, OfferState } from "../model/market/state.js";
import type { DeploymentRecord } from "./deployment/record.js";
import type { BlockRef } from "./follow/chain-step.js";
import { refOf } from "./follow/market-logs.js";
import type { MarketAbi, MarketKind } from "./market-kind.js";
import { domainOf } from "./typed-data.js";

/** The block at which to read. */
type At = bigint | "latest";

const TOKEN_ABI = BankMoney__factory.createInterface();
const TOKEN = new ContractCoder(TOKEN_ABI);
const MARKETS: Readonly<Record<MarketKind, MarketAbi>> = {
  improved: ImprovedMarket__factory.createInterface(),
  traditional: TraditionalMarket__factory.createInterface(),
};

/** The interface of a kind of market. */
export function marketAbi(kind: MarketKind): MarketAbi {
  return MARKETS[kind];
}

/**
 * Reads a deployed market and its token. Energy in Wh, money in base units, prices in base units per MWh, times in s,
 * coefficients in WAD. The node's errors are thrown unchanged.
 */
export class MarketReader {
  readonly provider: Provider;
  readonly record: DeploymentRecord;
  readonly abi: Interface;
  /** Encodes the market's calls and decodes its answers. */
  readonly coder: ContractCoder<MarketAbi>;
  /** The domain of what parties, authorities and meters sign. */
  readonly domain: TypedDataDomain;

  constructor(provider: Provider, record: DeploymentRecord) {
    this.provider = provider;
    this.record = record;
    const abi = marketAbi(record.kind);
    this.abi = abi;
    this.coder = new ContractCoder(abi);
    this.domain = domainOf(BigInt(record.chainId), record.market);
  }

  // ---- the chain ----------------------------------------------------------------------------------------------------

  /** A block's header; the last block's by default. @throws NodeUnavailable when there is no such block */
  async block(at: At = "latest"): Promise<BlockRef> {
    return refOf(await this.header(at));
  }

  /** {@link MarketReader.block} with all that is read of a header. */
  async header(at: At): Promise<BlockHead> {
    const params = [tagOf(at), false];
    const block = asBlock(await this.provider.request({ method: "eth_getBlockByNumber", params }));
    if (block === undefined) throw new NodeUnavailable(`the node has no block ${at}`);
    return block;
  }

  // ---- users --------------------------------------------------------------------------------------------------------

  /** Balance, usage, caps, debts and status of a user; all zero when not registered. */
  async accountOf(user: string, at?: At): Promise<Account> {
    return (await this.#market("accountOf", [user], at))[0] as Account;
  }

  /** R of a user for a trade of `energyWh`: lower is more reliable, and below 1e18 skips full verification. */
  async coefficient(user: string, energyWh: bigint, at?: At): Promise<bigint> {
    return (await this.#market("coefficient", [user, energyWh], at))[0] as bigint;
  }

  /** The meter of a user's new agreements; the zero address when there is none. */
  async meterOf(user: string, at?: At): Promise<string> {
    return (await this.#market("meterOf", [user], at))[0] as string;
  }

  /** h of a user's key; zero when not registered. */
  async keyHashOf(user: string, at?: At): Promise<string> {
    return (await this.#market("keyHashOf", [user], at))[0] as string;
  }

  /** N and M of a user who registers now. */
  async defaultCaps(at?: At): Promise<{ readonly capTrades: bigint; readonly capEnergyWh: bigint }> {
    const [capTrades, capEnergyWh] = await this.#market("defaultCaps", [], at);
    return { capTrades, capEnergyWh } as { capTrades: bigint; capEnergyWh: bigint };
  }

  // ---- offers and agreements ----------------------------------------------------------------------------------------

  async offerState(offerId: string, at?: At): Promise<OfferState> {
    return (await this.#market("offerState", [offerId], at))[0] as OfferState;
  }

  /** The lowest valid number of a declarer's signed offers; lower ones are cancelled. */
  async lowestNumberOf(declarer: string, at?: At): Promise<bigint> {
    return (await this.#market("lowestNumberOf", [declarer], at))[0] as bigint;
  }

  async agreementState(agreementId: string, at?: At): Promise<AgreementState> {
    return (await this.#market("agreementState", [agreementId], at))[0] as AgreementState;
  }

  /** What the buyer of a settled agreement still owes. */
  async debtOf(agreementId: string, at?: At): Promise<bigint> {
    return (await this.#market("debtOf", [agreementId], at))[0] as bigint;
  }

  // ---- the committee ------------------------------------------------------------------------------------------------

  async authorities(at?: At): Promise<string[]> {
    const [members] = await this.#market("authorities", [], at);
    return [...(members as readonly string[])];
  }

  async committeeEpoch(at?: At): Promise<bigint> {
    return (await this.#market("committeeEpoch", [], at))[0] as bigint;
  }

  /** Number of authorities that must approve. */
  async quorum(at?: At): Promise<bigint> {
    return (await this.#market("quorum", [], at))[0] as bigint;
  }

  /** Number of authorities whose refusals end an agreement. */
  async blockingMinority(at?: At): Promise<bigint> {
    return (await this.#market("blockingMinority", [], at))[0] as bigint;
  }

  // ---- the market ---------------------------------------------------------------------------------------------------

  async operator(at?: At): Promise<string> {
    return (await this.#market("owner", [], at))[0] as string;
  }

  async paused(at?: At): Promise<boolean> {
    return (await this.#market("paused", [], at))[0] as boolean;
  }

  /** Platform fee of offers declared now, per MWh. */
  async feePerMWh(at?: At): Promise<bigint> {
    return (await this.#market("feePerMWh", [], at))[0] as bigint;
  }

  /** Total money held, and the fees that it includes. */
  async books(at?: At): Promise<{ readonly held: bigint; readonly fees: bigint }> {
    const [held, fees] = await this.#market("books", [], at);
    return { held, fees } as { held: bigint; fees: bigint };
  }

  /** Verification window, s. */
  async verificationWindow(): Promise<bigint> {
    return (await this.#market("VERIFICATION_WINDOW", []))[0] as bigint;
  }

  /** Reading window: how long after delivery an agreement cannot be settled without a reading, s. */
  async readingWindow(): Promise<bigint> {
    return (await this.#market("READING_WINDOW", []))[0] as bigint;
  }

  // ---- the token ----------------------------------------------------------------------------------------------------

  async tokenBalanceOf(owner: string, at?: At): Promise<bigint> {
    return (await this.#token("balanceOf", [owner], at))[0] as bigint;
  }

  /** Tokens that the market may take from an owner. */
  async allowanceOf(owner: string, at?: At): Promise<bigint> {
    return (await this.#token("allowance", [owner, this.record.market], at))[0] as bigint;
  }

  /** Nonce of an owner's next permit. */
  async permitNonceOf(owner: string, at?: At): Promise<bigint> {
    return (await this.#token("nonces", [owner], at))[0] as bigint;
  }

  async tokenSymbol(): Promise<string> {
    return (await this.#token("symbol", []))[0] as string;
  }

  /** The token's bank, which mints. */
  async bank(at?: At): Promise<string> {
    return (await this.#token("owner", [], at))[0] as string;
  }

  /**
   * The domain of the token's permits. The token gives name and version (ERC-5267), the record gives chain and
   * contract: a hostile token could otherwise name another token's, and get a permit signed for that one.
   */
  async tokenDomain(): Promise<TypedDataDomain> {
    const [, name, version] = (await this.#token("eip712Domain", [])) as [unknown, string, string];
    return { name, version, chainId: BigInt(this.record.chainId), verifyingContract: this.record.token };
  }

  #market(name: FunctionName<MarketAbi>, args: readonly unknown[], at?: At): Promise<readonly unknown[]> {
    return this.#ask(this.coder, this.record.market, name, args, at);
  }

  #token(name: FunctionName<typeof TOKEN_ABI>, args: readonly unknown[], at?: At): Promise<readonly unknown[]> {
    return this.#ask(TOKEN, this.record.token, name, args, at);
  }

  async #ask(
    coder: ContractCoder,
    to: string,
    name: string,
    args: readonly unknown[],
    at: At = "latest",
  ): Promise<readonly unknown[]> {
    const params = [{ to, data: coder.callData(name, args) }, tagOf(at)];
    return asReturned(coder, name, await this.provider.request({ method: "eth_call", params }));
  }
}

function tagOf(at: At): string {
  return at === "latest" ? at : quantity(at);
}
