import { setTimeout as sleep } from "node:timers/promises";

import type { SignatureMessage } from "../../src/authority/wire.js";
import { MarketReader } from "../../src/market/market-reader.js";
import { readMarketLogs } from "../../src/market/past-events.js";
import type { DeploymentRecord } from "../../src/market/deployment/record.js";
import { registrationKeyOf } from "../support/keys.js";
import { MarketLedger } from "../../src/market/ledger/market-ledger.js";
import type { AgreementRecord } from "../../src/market/ledger/records.js";
import { httpNodeClient } from "../../src/chain/rpc/http-node-client.js";
import { offerIdOf, signAgreement, signOffer } from "../../src/market/typed-data.js";
import { type Random, uniformInteger } from "../../src/model/random.js";
import { AgreementStatus, Side, type Offer } from "../../src/model/terms.js";
import { systemClock } from "../../src/service/clock.js";
import { Board } from "./board.js";
import { deliveryOf, purchasesOf, randomOf, salesOf, type Day, type Purchase, type Sale } from "./day.js";
import { personOf, type Person } from "./people.js";
import { Purse } from "./purse.js";

/** What a user is told when its process starts. */
export interface UserOrders {
  readonly name: string;
  readonly seed: number;
  readonly url: string;
  readonly record: DeploymentRecord;
  /** Where the authorities take signatures. */
  readonly authorities: readonly string[];
  /** What it pays in at first, base units in decimal digits; the rest of its tokens when it owes something. */
  readonly deposit: string;
  /** Whether it signs what needs full verification. */
  readonly signs: boolean;
  /** Where offers that are signed off chain are posted. */
  readonly board: string;
  /** Whether it signs its offers off chain instead of declaring them. */
  readonly offersOffChain: boolean;
}

/**
 * Joins the market, and trades as its plan for the day says until the process is ended.
 *
 * @param nextLine - the day (JSON), told when everybody has joined
 */
export async function runUser(orders: UserOrders, nextLine: () => Promise<string>): Promise<void> {
  const self = personOf(orders.seed, orders.name);
  const reader = new MarketReader(httpNodeClient({ url: orders.url, clock: systemClock }), orders.record);
  const purse = new Purse(self, reader);
  await purse.run(
    { target: "market", name: "register", args: [registrationKeyOf(self.wallet)] },
    { target: "token", name: "approve", args: [orders.record.market, 2n ** 256n - 1n] },
    { target: "market", name: "deposit", args: [self.address, BigInt(orders.deposit)] },
  );
  tell("joined", { user: orders.name });
  const day = JSON.parse(await nextLine()) as Day;
  const user = new User(orders, day, { self, reader, purse });
  for (;;) {
    await user.look();
    await sleep(LOOKING_MS);
  }
}

const LOOKING_MS = 400;
const POSTING_MS = 2000;
const EXPIRY_SECONDS = 2;

/** An offer, with its signature where it was posted. */
interface OpenOffer {
  readonly terms: Offer;
  readonly remainingWh: bigint;
  readonly signature: string | undefined;
}

interface Belongings {
  readonly self: Person;
  readonly reader: MarketReader;
  readonly purse: Purse;
}

class User {
  readonly #orders: UserOrders;
  readonly #day: Day;
  readonly #self: Person;
  readonly #reader: MarketReader;
  readonly #purse: Purse;
  readonly #ledger = new MarketLedger();
  readonly #board: Board;
  readonly #sales: Sale[];
  readonly #purchases: Purchase[];
  readonly #random: Random;
  /** The last block looked at. */
  #seen: bigint;
  /** When signatures were posted last, by agreement, ms. */
  readonly #posted = new Map<string, number>();

  constructor(orders: UserOrders, day: Day, { self, reader, purse }: Belongings) {
    const { name, record } = orders;
    this.#orders = orders;
    this.#board = new Board(orders.board);
    this.#day = day;
    this.#self = self;
    this.#reader = reader;
    this.#purse = purse;
    this.#sales = name.startsWith("seller") ? salesOf(day, name) : [];
    this.#purchases = name.startsWith("buyer") ? purchasesOf(day, name) : [];
    this.#random = randomOf(day, `${name} chooses`);
    this.#seen = BigInt(record.block) - 1n;
  }

  /** Reads what is new and does what is to be done now. */
  async look(): Promise<void> {
    const head = await this.#reader.block();
    if (head.number <= this.#seen) return;
    const logs = await readMarketLogs(this.#reader, { from: this.#seen + 1n, to: head.number });
    for (const log of logs) this.#ledger.apply(log);
    this.#seen = head.number;
    const now = Number(head.timestamp);
    await this.#verify(now);
    await this.#payDebts();
    await this.#sell(now);
    await this.#buy(now);
  }

  async #sell(now: number): Promise<void> {
    const due = this.#sales.findIndex(({ period, before }) => now >= deliveryOf(this.#day, period).start - before);
    if (due === -1) return;
    const [sale] = this.#sales.splice(due, 1) as [Sale];
    const offer = await this.#offerOf(sale);
    // A process that was late does not offer what nobody could buy any more.
    if (now >= Number(offer.expiry)) return;
    if (this.#orders.offersOffChain) await this.#postOffer(offer);
    else await this.#act("declare", offer);
  }

  async #postOffer(terms: Offer): Promise<void> {
    await this.#board.post({ terms, signature: await signOffer(this.#self.signer, this.#reader.domain, terms) });
    tell("posted", { offer: offerIdOf(terms) });
  }

  async #offerOf({ period, energyWh, pricePerMWh }: Sale): Promise<Offer> {
    const { start, end } = deliveryOf(this.#day, period);
    return {
      declarer: this.#self.address,
      side: Side.Sell,
      energyWh,
      pricePerMWh,
      excessPricePerMWh: (pricePerMWh * 105n) / 100n,
      damagesPricePerMWh: pricePerMWh / 10n,
      marginPerMWh: pricePerMWh / 5n,
      feePerMWh: await this.#reader.feePerMWh(),
      deliveryStart: BigInt(start),
      deliveryEnd: BigInt(end),
      expiry: BigInt(start - EXPIRY_SECONDS),
      number: BigInt(period),
    };
  }

  /**
   * Takes what it wants of some offer for the period, or all that is left of it; looks again when others were faster.
   */
  async #buy(now: number): Promise<void> {
    const due = this.#purchases.findIndex(({ period, before }) => now >= deliveryOf(this.#day, period).start - before);
    const purchase = this.#purchases[due];
    if (purchase === undefined) return;
    const { start } = deliveryOf(this.#day, purchase.period);
    const open = (await this.#offersFor(start)).filter(({ remainingWh }) => remainingWh > 0n);
    const offer = open[uniformInteger(this.#random, 0, Math.max(0, open.length - 1))];
    const bought =
      offer !== undefined && now < Number(offer.terms.expiry) && (await this.#accept(offer, purchase.energyWh));
    if (bought || now >= start - EXPIRY_SECONDS) this.#purchases.splice(due, 1);
  }

  /** What is on offer for a delivery: declared on chain, or posted with a signature. */
  async #offersFor(start: number): Promise<OpenOffer[]> {
    const posted = new Map((await this.#board.all()).map((offer) => [offerIdOf(offer.terms), offer]));
    const begun = this.#ledger.offers().map(({ id, terms, remainingWh }) => {
      return { terms, remainingWh, signature: posted.get(id)?.signature };
    });
    const known = new Set(this.#ledger.offers().map(({ id }) => id));
    const waiting = [...posted].flatMap(([id, { terms, signature }]) =>
      known.has(id) ? [] : [{ terms, signature, remainingWh: terms.energyWh }],
    );
    return [...begun, ...waiting].filter(({ terms }) => Number(terms.deliveryStart) === start);
  }

  #accept({ terms, remainingWh, signature }: OpenOffer, wantedWh: bigint): Promise<boolean> {
    const energyWh = wantedWh < remainingWh ? wantedWh : remainingWh;
    return signature === undefined
      ? this.#act("accept", terms, energyWh)
      : this.#act("acceptSigned", terms, signature, energyWh);
  }

  /** Signs what awaits verification, again until it is verified; ends what was not in time. */
  async #verify(now: number): Promise<void> {
    const mine = this.#ledger.agreementsOf(this.#self.address);
    for (const agreement of mine.filter(({ status }) => status === AgreementStatus.AwaitingVerification)) {
      const { deadline } = await this.#reader.agreementState(agreement.id);
      const isDeclarer = agreement.terms.offer.declarer === this.#self.address;
      if (now > Number(deadline)) {
        if (isDeclarer) await this.#act("expire", agreement.terms);
      } else if (this.#orders.signs) {
        await this.#post(agreement);
      }
    }
  }

  async #post({ id, terms }: AgreementRecord): Promise<void> {
    if (Date.now() - (this.#posted.get(id) ?? 0) < POSTING_MS) return;
    this.#posted.set(id, Date.now());
    const signature = await signAgreement(this.#self.signer, this.#reader.domain, terms);
    const body = JSON.stringify({ agreement: id, signature } satisfies SignatureMessage);
    const answers = await Promise.all(this.#orders.authorities.map((url) => postTo(`${url}/signatures`, body)));
    tell("signed", { agreement: id, answers: answers.join(" ") });
  }

  async #payDebts(): Promise<void> {
    for (const { buyer, debt, terms } of this.#ledger.agreementsOf(this.#self.address)) {
      if (debt === 0n || buyer !== this.#self.address) continue;
      const rest = await this.#reader.tokenBalanceOf(this.#self.address);
      if (rest > 0n) await this.#act("deposit", this.#self.address, rest);
      await this.#act("payDebt", terms);
    }
  }

  async #act(name: string, ...args: readonly unknown[]): Promise<boolean> {
    const done = (await this.#purse.run({ target: "market", name, args })) === 1;
    tell(name, { done });
    return done;
  }
}

/** Each authority may be away: the others have the signature, and this one gets it the next time. */
async function postTo(url: string, body: string): Promise<number> {
  const headers = { "content-type": "application/json" };
  try {
    const answer = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(1500) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}

function tell(event: string, fields: Readonly<Record<string, string | boolean>>): void {
  process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`);
}
