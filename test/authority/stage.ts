import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { toQuantity, type Wallet } from "ethers";

import type { SignatureMessage } from "../../src/authority/wire.js";
import {
  deployImproved,
  deployToken,
  deployTraditional,
  type MarketContract,
  type MarketKind,
} from "../../src/market/market-kind.js";
import { KeySigner } from "../../src/chain/signing/key-signer.js";
import { registrationKeyOf } from "../support/keys.js";
import { agreementIdOf, domainOf, signAgreement } from "../../src/market/typed-data.js";
import { DEFAULT_PARAMETERS, type MarketParameters } from "../../src/model/market-parameters.js";
import type { Agreement, Offer } from "../../src/model/terms.js";
import { startAnvil, type Anvil, type AnvilOptions } from "../support/anvil.js";
import { freePort, startDaemon, type DaemonProcess } from "../support/daemon.js";
import { offerOf } from "../support/market.js";
import { until } from "../support/until.js";

/** An agreement that awaits verification. */
export interface Pending {
  readonly id: string;
  readonly agreement: Agreement;
}

export interface StageOptions {
  readonly kind?: MarketKind;
  /** How many are in the committee. */
  readonly authorities: number;
  readonly parameters?: Partial<MarketParameters>;
  readonly anvil?: AnvilOptions;
}

const CHAIN_ID = 31_337n;
const [OPERATOR, SELLER, BUYER, METER, FIRST_AUTHORITY] = [0, 1, 2, 3, 4];
const ENERGY_WH = 1000n;

/**
 * A node with a market on which every trade is verified, a seller and a buyer, and a committee whose daemons can be
 * started.
 */
export class Stage {
  readonly anvil: Anvil;
  readonly market: MarketContract;
  readonly seller: Wallet;
  readonly buyer: Wallet;
  /** The committee's keys. */
  readonly authorities: readonly Wallet[];
  /** For the files of the daemons. */
  readonly folder: string;
  readonly #address: string;
  readonly #ports: readonly number[];
  readonly #daemons: DaemonProcess[] = [];
  #offers = 0n;

  private constructor(parts: {
    anvil: Anvil;
    market: MarketContract;
    address: string;
    authorities: number;
    ports: number[];
  }) {
    this.anvil = parts.anvil;
    this.market = parts.market;
    this.#address = parts.address;
    this.seller = parts.anvil.account(SELLER);
    this.buyer = parts.anvil.account(BUYER);
    this.authorities = committeeOf(parts.anvil, parts.authorities);
    this.#ports = parts.ports;
    this.folder = mkdtempSync(join(tmpdir(), "wattlane-"));
  }

  static async set(options: StageOptions): Promise<Stage> {
    const { kind = "improved", authorities, parameters = {} } = options;
    const anvil = await startAnvil({ accounts: FIRST_AUTHORITY + authorities + 1, ...options.anvil });
    const operator = anvil.account(OPERATOR);
    const token = await deployToken(operator);
    const deployment = {
      operator,
      token: await token.getAddress(),
      authorities: committeeOf(anvil, authorities).map(({ address }) => address),
      parameters: { ...DEFAULT_PARAMETERS, capTrades: 0n, ...parameters },
    };
    const market = await (kind === "improved" ? deployImproved(deployment) : deployTraditional(deployment));
    const address = await market.getAddress();
    const block = await mined(anvil, market.deploymentTransaction()!.hash);
    for (const user of [anvil.account(SELLER), anvil.account(BUYER)]) {
      await done(anvil, market.connect(user).register(registrationKeyOf(user)));
      await done(anvil, token.mint(user.address, 10n ** 12n));
      await done(anvil, token.connect(user).approve(market, 10n ** 12n));
      await done(anvil, market.connect(user).deposit(user.address, 10n ** 12n));
    }
    await done(anvil, market.setMeter(anvil.account(BUYER).address, anvil.account(METER).address));
    const ports: number[] = [];
    for (let i = 0; i < authorities; i++) ports.push(await freePort());
    const stage = new Stage({ anvil, market, address, authorities, ports });
    const record = { kind, chainId: String(CHAIN_ID), market: address, token: await token.getAddress(), block };
    writeFileSync(stage.#record, JSON.stringify(record));
    return stage;
  }

  get #record(): string {
    return join(this.folder, "market.json");
  }

  get domain() {
    return domainOf(CHAIN_ID, this.#address);
  }

  /** Where an authority answers, once it is started. */
  url(index: number): string {
    return `http://127.0.0.1:${this.#ports[index]!}`;
  }

  /**
   * Starts an authority's daemon.
   *
   * @param options - beside those that it needs; `{ node }` asks another URL than the node's
   */
  async start(index: number, { node = this.anvil.url, port = this.#ports[index]!, args = [] as string[] } = {}) {
    const peers = this.#ports.map((_, i) => this.url(i)).filter((_, i) => i !== index);
    const daemon = await startDaemon(
      { WATTLANE_RPC_URL: node, WATTLANE_PRIVATE_KEY: this.authorities[index]!.privateKey },
      ...["authority", "run", "--network", "live", "--record", this.#record, "--data", join(this.folder, "data")],
      ...["--port", String(port), "--peers", peers.join(","), "--step-in", "1", ...args],
    );
    this.#daemons.push(daemon);
    return daemon;
  }

  /**
   * The seller offers, the buyer accepts in as many parts; all await verification.
   *
   * @param terms - other than the usual
   */
  async agree(count: number, terms: Partial<Offer> = {}): Promise<Pending[]> {
    const common = { now: await this.now(), number: this.#offers++, energyWh: ENERGY_WH * BigInt(count) };
    const offer = await offerOf(this.market, this.seller, { ...common, ...terms });
    await done(this.anvil, this.market.connect(this.seller).declare(offer));
    const nonce = await this.buyer.getNonce();
    const data = this.market.interface.encodeFunctionData("accept", [offer, ENERGY_WH]);
    const from = this.buyer.address;
    let hash: unknown;
    // One after the other: the node does not always mine what came before the nonces it waits for.
    for (let i = 0; i < count; i++) {
      const call = { from, to: this.#address, data, gas: toQuantity(200_000), nonce: toQuantity(nonce + i) };
      hash = await this.anvil.request("eth_sendTransaction", [call]);
    }
    await mined(this.anvil, String(hash));
    const meter = this.meter.address;
    return Array.from({ length: count }, (_, i) => {
      const agreement = { offer, accepter: from, energyWh: ENERGY_WH, fillIndex: BigInt(i), meter };
      return { id: agreementIdOf(agreement), agreement };
    });
  }

  /** Both parties' signatures of agreements. */
  async signatures(pending: readonly Pending[]): Promise<SignatureMessage[]> {
    const signers = [new KeySigner(this.seller), new KeySigner(this.buyer)];
    const { domain } = this;
    const signed = pending.flatMap(({ id, agreement }) =>
      signers.map(async (signer) => ({ agreement: id, signature: await signAgreement(signer, domain, agreement) })),
    );
    return Promise.all(signed);
  }

  get meter(): Wallet {
    return this.anvil.account(METER);
  }

  /** The chain's time, s. */
  async now(): Promise<bigint> {
    return BigInt((await this.anvil.provider.getBlock("latest"))!.timestamp);
  }

  /** Lets the chain's time pass, s. */
  async pass(time: bigint): Promise<void> {
    await this.anvil.request("evm_increaseTime", [toQuantity(time)]);
    await this.anvil.request("evm_mine");
  }

  /** Has the chain reorganised: this block and those after it are replaced by empty ones. */
  async undoFrom(block: number): Promise<void> {
    const head = await this.anvil.provider.getBlockNumber();
    await this.anvil.request("anvil_reorg", [head - block + 1, []]);
  }

  epoch(): Promise<bigint> {
    return this.market.committeeEpoch();
  }

  async statusOf({ id }: Pending): Promise<bigint> {
    return (await this.market.agreementState(id)).status;
  }

  /** Ends whatever still runs. */
  async clear(): Promise<void> {
    await Promise.all(this.#daemons.map((daemon) => daemon.stop("SIGKILL")));
    await this.anvil.stop();
    rmSync(this.folder, { recursive: true });
  }
}

/**
 * Waits until a transaction is mined. (Ethers' own waiting misses a block that comes while it begins to wait.)
 *
 * @returns its block
 */
async function mined({ provider }: Anvil, hash: string): Promise<number> {
  let block: number | undefined;
  await until(async () => (block = (await provider.getTransactionReceipt(hash))?.blockNumber) !== undefined);
  return block!;
}

/** Waits until what was sent is mined. */
export async function done(anvil: Anvil, sent: Promise<{ readonly hash: string }>): Promise<void> {
  await mined(anvil, (await sent).hash);
}

function committeeOf(anvil: Anvil, size: number): Wallet[] {
  return Array.from({ length: size }, (_, i) => anvil.account(FIRST_AUTHORITY + i));
}

/** Posts JSON. */
export function post(url: string, body: unknown): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
}
