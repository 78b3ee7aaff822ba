import { expect } from "chai";

import { MarketLedger } from "../../src/market/ledger/market-ledger.js";
import type { AgreementRecord } from "../../src/market/ledger/records.js";
import { KeySigner } from "../../src/chain/signing/key-signer.js";
import { seededWallet } from "../support/keys.js";
import { endedAgreements, meteredFor } from "../../src/meter/due.js";
import { IntervalBook } from "../../src/meter/interval-book.js";
import { AgreementStatus, Reason, Side, type Offer } from "../../src/model/terms.js";

const [SELLER, BUYER] = [seededWallet(1, "seller").address, seededWallet(1, "buyer").address];
const KEY = seededWallet(1, "meter");
const METER = { name: "house", address: KEY.address, signer: new KeySigner(KEY) };

describe("what is due", () => {
  let ledger: MarketLedger;
  let block: bigint;
  let book: IntervalBook;
  beforeEach(() => {
    ledger = new MarketLedger();
    block = 0n;
    book = new IntervalBook(10);
    for (let start = 0; start < 100; start += 10) read(start);
  });

  const read = (start: number) => book.add({ meter: METER.name, startSeconds: start, energyWh: 12n });

  function apply(name: string, args: Record<string, unknown>): void {
    block += 1n;
    const place = { number: block, hash: `0x${block}`, parentHash: "0x", timestamp: block };
    ledger.apply({ block: place, transactionHash: "0x", logIndex: 0, event: { name, args } });
  }

  /** An agreement over a period, all of an offer of its own. */
  function agree(
    id: string,
    deliveryStart: bigint,
    deliveryEnd: bigint,
    { energyWh = 6n, signed = true, meter = METER.address } = {},
  ) {
    const price = { pricePerMWh: 1n, excessPricePerMWh: 1n, damagesPricePerMWh: 1n, marginPerMWh: 0n, feePerMWh: 0n };
    const when = { deliveryStart, deliveryEnd, expiry: deliveryStart, number: block };
    const offer: Offer = { declarer: SELLER, side: Side.Sell, energyWh, ...price, ...when };
    apply("Declared", { offerId: `offer of ${id}`, declarer: SELLER, offer });
    const status = signed ? AgreementStatus.Signed : AgreementStatus.AwaitingVerification;
    const terms = { accepter: BUYER, energyWh, fillIndex: 0n, meter };
    apply("Accepted", { agreementId: id, offerId: `offer of ${id}`, ...terms, status });
  }

  const idsAt = (time: bigint) => endedAgreements(ledger, [METER], time).map(({ agreement }) => agreement.id);
  const metered = (id: string, isOpen: (agreement: AgreementRecord) => boolean = () => true) =>
    meteredFor({ agreement: ledger.agreement(id)!, meter: METER }, ledger, book, (other) =>
      Promise.resolve(isOpen(other)),
    );

  it("is every signed agreement of a meter at hand, from the end of its delivery on", () => {
    agree("a", 10n, 30n);
    agree("b", 10n, 40n);
    agree("c", 10n, 30n, { signed: false });
    agree("d", 10n, 30n, { meter: SELLER });
    expect(idsAt(29n)).to.deep.equal([]);
    expect(idsAt(30n)).to.deep.equal(["a"]);
    expect(idsAt(40n)).to.deep.equal(["a", "b"]);
    apply("Settled", { agreementId: "a", outcome: 0n, energyWh: 1n, paid: 1n, debt: 0n });
    expect(idsAt(40n)).to.deep.equal(["b"]);
  });

  it("is the sum of the period, shared by power with those that overlap, settled or not", async () => {
    agree("a", 10n, 30n);
    agree("b", 20n, 30n, { energyWh: 6n });
    agree("c", 30n, 40n);
    expect(await metered("a")).to.deep.equal({ kind: "metered", energyWh: 12n + 4n });
    expect(await metered("b")).to.deep.equal({ kind: "metered", energyWh: 8n });
    apply("Settled", { agreementId: "b", outcome: 0n, energyWh: 8n, paid: 1n, debt: 0n });
    expect(await metered("a")).to.deep.equal({ kind: "metered", energyWh: 16n });
  });

  it("does not share with what was never signed", async () => {
    agree("a", 10n, 30n);
    agree("b", 10n, 30n, { signed: false });
    apply("Terminated", { agreementId: "b", reason: Reason.DeadlinePassed });
    expect(await metered("a")).to.deep.equal({ kind: "metered", energyWh: 24n });
  });

  it("waits for one that overlaps and may still be signed, and for no other", async () => {
    agree("a", 10n, 30n);
    agree("b", 20n, 40n, { signed: false });
    agree("c", 30n, 40n, { signed: false });
    expect(await metered("a")).to.deep.equal({ kind: "undecided", awaiting: "b" });
    expect(await metered("a", ({ id }) => id !== "b")).to.deep.equal({ kind: "metered", energyWh: 24n });
    apply("Signed", { agreementId: "b" });
    expect(await metered("a")).to.deep.equal({ kind: "metered", energyWh: 12n + 6n });
  });

  it("does not depend on the order of acceptance", async () => {
    agree("b", 10n, 20n, { energyWh: 1n });
    agree("a", 10n, 20n, { energyWh: 6n });
    const first = await Promise.all([metered("a"), metered("b")]);
    ledger = new MarketLedger();
    agree("a", 10n, 20n, { energyWh: 6n });
    agree("b", 10n, 20n, { energyWh: 1n });
    expect(await Promise.all([metered("a"), metered("b")])).to.deep.equal(first);
  });

  it("says what is missing, and takes what comes later", async () => {
    agree("a", 90n, 120n);
    expect(await metered("a")).to.deep.equal({ kind: "missing", first: 100n, count: 2n });
    read(110);
    read(100);
    expect(await metered("a")).to.deep.equal({ kind: "metered", energyWh: 36n });
  });

  it("signs nothing that a reading cannot say", async () => {
    book.add({ meter: METER.name, startSeconds: 100, energyWh: 2n ** 48n - 1n });
    agree("a", 90n, 110n);
    expect(await metered("a")).to.deep.equal({ kind: "too large" });
  });
});
