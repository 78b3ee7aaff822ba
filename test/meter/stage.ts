import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { toQuantity, type Wallet } from "ethers";

import { deployImproved, deployToken, type MarketContract } from "../../src/market/market-kind.js";
import { registrationKeyOf, seededWallet } from "../support/keys.js";
import { agreementIdOf } from "../../src/market/typed-data.js";
import { isoInstant } from "../../src/data/timestamp.js";
import { DEFAULT_PARAMETERS } from "../../src/model/market-parameters.js";
import { meteredSharesWh } from "../../src/model/metered-shares.js";
import type { Agreement } from "../../src/model/terms.js";
import { startAnvil, type Anvil } from "../support/anvil.js";
import { startDaemon, type DaemonProcess } from "../support/daemon.js";
import { DAY, GENESIS, offerOf } from "../support/market.js";

const HALF_HOUR = 1800n;
/** When the first delivery period of the stage starts. */
const START = GENESIS + DAY;
/** Energies of the agreements that a buyer makes in every period, Wh: they share its reading. */
const PARTS = [3000n, 5000n, 7000n];
export const HOUSES = ["house-a", "house-b"] as const;
export type House = (typeof HOUSES)[number];

/** Between two blocks. */
const BLOCK_MS = 200;
const OPERATOR = 0;
const SELLER = 1;
const FIRST_BUYER = 2;
const SENDER = 4;

/** An agreement of the stage, and which house's meter reads for it. */
export interface Agreed {
  readonly id: string;
  readonly agreement: Agreement;
  readonly house: House;
  readonly period: number;
}

/** A node with a market, and two houses that have agreements over the same half-hours; it mines when it is told to. */
export class MeterStage {
  readonly anvil: Anvil;
  readonly market: MarketContract;
  readonly folder: string;
  readonly agreed: readonly Agreed[];
  readonly periods: number;
  readonly meters: Readonly<Record<House, Wallet>>;
  readonly #daemons: DaemonProcess[] = [];
  /** Which copy of the chain it is: every one has its own folder for the daemons' files. */
  #revision = 0;

  private constructor(parts: Pick<MeterStage, "anvil" | "market" | "folder" | "agreed" | "periods">) {
    this.anvil = parts.anvil;
    this.market = parts.market;
    this.folder = parts.folder;
    this.agreed = parts.agreed;
    this.periods = parts.periods;
    this.meters = metersByHouse();
  }

  /** @param periods - half-hours in which both houses buy, in three parts each */
  static async set(periods: number): Promise<MeterStage> {
    const anvil = await startAnvil({ startsAt: GENESIS });
    const operator = anvil.account(OPERATOR);
    const token = await deployToken(operator);
    const market = await deployImproved({
      operator,
      token: await token.getAddress(),
      authorities: [operator.address],
      parameters: { ...DEFAULT_PARAMETERS, capTrades: 1000n, capEnergyWh: 2n ** 40n },
    });
    const block = (await market.deploymentTransaction()!.wait())!.blockNumber;
    const meters = metersByHouse();
    const buyers = HOUSES.map((_, i) => anvil.account(FIRST_BUYER + i));
    for (const user of [anvil.account(SELLER), ...buyers]) {
      await (await market.connect(user).register(registrationKeyOf(user))).wait();
      await (await token.mint(user.address, 10n ** 12n)).wait();
      await (await token.connect(user).approve(market, 10n ** 12n)).wait();
      await (await market.connect(user).deposit(user.address, 10n ** 12n)).wait();
    }
    const agreed: Agreed[] = [];
    for (const [i, house] of HOUSES.entries()) {
      await (await market.setMeter(buyers[i]!.address, meters[house].address)).wait();
    }
    for (let period = 0; period < periods; period++) {
      const deliveryStart = START + BigInt(period) * HALF_HOUR;
      const offer = await offerOf(market, anvil.account(SELLER), {
        now: START - DAY,
        energyWh: 1_000_000n,
        deliveryStart,
        deliveryEnd: deliveryStart + HALF_HOUR,
        expiry: START,
        number: BigInt(period),
      });
      await (await market.connect(anvil.account(SELLER)).declare(offer)).wait();
      for (const [i, house] of HOUSES.entries()) {
        const buyer = buyers[i]!;
        const parts = PARTS.map((energyWh) => ({ offer, energyWh }));
        const data = market.interface.encodeFunctionData("acceptMany", [parts]);
        await (await buyer.sendTransaction({ to: await market.getAddress(), data, gasLimit: 2_000_000 })).wait();
        for (const [part, energyWh] of PARTS.entries()) {
          const fillIndex = BigInt(i * PARTS.length + part);
          const agreement = { offer, accepter: buyer.address, energyWh, fillIndex, meter: meters[house].address };
          agreed.push({ id: agreementIdOf(agreement), agreement, house, period });
        }
      }
    }
    const folder = mkdtempSync(join(tmpdir(), "wattlane-"));
    const record = { kind: "improved", chainId: "31337", market: await market.getAddress(), block };
    writeFileSync(join(folder, "market.json"), JSON.stringify({ ...record, token: await token.getAddress() }));
    await anvil.request("evm_setAutomine", [false]);
    return new MeterStage({ anvil, market, folder, agreed, periods });
  }

  /** What a house's meter read in a period, Wh. */
  readWh(house: House, period: number): bigint {
    return 14_000n + 1000n * BigInt(HOUSES.indexOf(house)) + BigInt(period) * 7n;
  }

  /** The rows of a house, `from` and up to `to` periods. */
  rows(house: House, from = 0, to = this.periods): string {
    return Array.from({ length: to - from }, (_, i) => this.row(house, from + i)).join("");
  }

  row(house: House, period: number, energyWh = this.readWh(house, period)): string {
    const start = isoInstant(Number(START + BigInt(period) * HALF_HOUR));
    return `${start},${house},${Number(energyWh) / 1000}\n`;
  }

  /**
   * What the agreements are to be settled at, Wh by id: each period's reading, by the agreed parts, in the order of
   * ids.
   */
  expected(): Map<string, bigint> {
    const groups = Map.groupBy(this.agreed, ({ house, period }) => `${house} ${period}`);
    const total = PARTS.reduce((sum, part) => sum + part, 0n);
    return new Map(
      [...groups.values()].flatMap((group) => {
        const ordered = group.toSorted((a, b) => (a.id < b.id ? -1 : 1));
        const { house, period } = ordered[0]!;
        const parts = ordered.map(({ agreement }) => agreement.energyWh);
        const shares = meteredSharesWh(this.readWh(house, period), total, parts);
        return ordered.map(({ id }, i) => [id, shares[i]!] as const);
      }),
    );
  }

  /** Starts a daemon that reads a file, or its standard input. */
  async start(
    options: { file?: string; data?: string; houses?: readonly House[]; args?: readonly string[]; keys?: string } = {},
  ) {
    const { file, data = String(this.#revision), houses = HOUSES, args = [] } = options;
    const { keys = houses.map((house) => `${house}=${this.meters[house].privateKey}`).join(",") } = options;
    const daemon = await startDaemon(
      { WATTLANE_RPC_URL: this.anvil.url, WATTLANE_PRIVATE_KEY: this.sender.privateKey, WATTLANE_METER_KEYS: keys },
      ...["meter", "run", "--network", "live", "--record", join(this.folder, "market.json")],
      ...["--data", this.data(data), ...(file === undefined ? [] : ["--file", file]), ...args],
    );
    this.#daemons.push(daemon);
    return daemon;
  }

  /** The folder of a daemon's files. */
  data(name = String(this.#revision)): string {
    return join(this.folder, name);
  }

  get sender(): Wallet {
    return this.anvil.account(SENDER);
  }

  /** Writes a file into the stage's folder. @returns its path */
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  mine(blocks = 1): Promise<unknown> {
    return this.anvil.request("anvil_mine", [toQuantity(blocks)]);
  }

  /** Mines a block at which so many periods are over. */
  async passPeriods(periods: number): Promise<void> {
    await this.anvil.request("evm_setNextBlockTimestamp", [toQuantity(START + BigInt(periods) * HALF_HOUR)]);
    await this.mine();
  }

  /** Mines, a block after another, until something is so. */
  async mineUntil(condition: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await condition())) {
      await this.mine();
      await sleep(BLOCK_MS);
    }
  }

  /** Transactions that wait to be mined. */
  async waiting(): Promise<number> {
    const { pending } = (await this.anvil.request("txpool_status")) as { pending: string };
    return Number(pending);
  }

  /** What the market settled, in its order. */
  async settlements(): Promise<{ id: string; energyWh: bigint }[]> {
    const events = await this.market.queryFilter(this.market.filters.Settled());
    return events.map(({ args }) => ({ id: args.agreementId, energyWh: args.energyWh }));
  }

  async settledCount(): Promise<number> {
    return (await this.settlements()).length;
  }

  /** Ends the daemons that still run. */
  async clear(): Promise<void> {
    await Promise.all(this.#daemons.splice(0).map((daemon) => daemon.stop("SIGKILL")));
    this.#revision += 1;
  }

  async end(): Promise<void> {
    await this.clear();
    await this.anvil.stop();
    rmSync(this.folder, { recursive: true });
  }
}

function metersByHouse(): Record<House, Wallet> {
  return Object.fromEntries(HOUSES.map((house) => [house, seededWallet(4, house)])) as Record<House, Wallet>;
}
