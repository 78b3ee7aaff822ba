import { expect } from "chai";

import { MarketLedger } from "../../src/market/ledger/market-ledger.js";
import type { AgreementRecord } from "../../src/market/ledger/records.js";
import { ofWholeWh } from "../../src/data/energy.js";
import { KeySigner } from "../../src/chain/signing/key-signer.js";
import { seededWallet } from "../support/keys.js";
import { endedAgreements, meteredFor } from "../../src/meter/due.js";
import { IntervalBook } from "../../src/meter/interval-book.js";
import type { Limits } from "../../src/meter/limits.js";
import type { MeterKey } from "../../src/meter/meter-keys.js";
import { mulberry32 } from "../../src/model/random.js";
import { AgreementStatus, Reason, Side, type Offer } from "../../src/model/terms.js";

const [SELLER, BUYER] = [seededWallet(1, "seller").address, seededWallet(1, "buyer").address];
const KEY = seededWallet(1, "meter");
/** Above all that these agreements read. */
const NO_LIMITS = { multipleHundredths: 2n ** 60n, maxPowerW: () => undefined };
const METER = { name: "house", address: KEY.address, signer: new KeySigner(KEY) };

describe("what is due", () => {
  let ledger: MarketLedger;
  let block: bigint;
  let book: IntervalBook;
  let meters: readonly MeterKey[];
  let limits: Limits;
  beforeEach(() => {
    meters = [METER];
    limits = NO_LIMITS;
    ledger = new MarketLedger();
    block = 0n;
    book = new IntervalBook(10);
    for (let start = 0; start < 100; start += 10) read(start);
  });

  const read = (start: number, microjoules = ofWholeWh(12n)) =>
    book.add({ meter: METER.name, startSeconds: start, microjoules });

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
    meteredFor({ agreement: ledger.agreement(id)!, meter: METER }, sources(isOpen));
  const sources = (isOpen: (agreement: AgreementRecord) => boolean = () => true) => ({
    ledger,
    book,
    meters,
    limits,
    isOpen: (other: AgreementRecord) => Promise.resolve(isOpen(other)),
  });

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
    read(100, ofWholeWh(2n ** 48n - 1n));
    agree("a", 90n, 110n);
    expect(await metered("a")).to.deep.equal({ kind: "too large" });
  });

  it("lost energy: what is below a Wh is kept until the period's sum is rounded down", async () => {
    const tenths = (wh: bigint) => (ofWholeWh(1n) * wh) / 10n;
    for (let start = 200; start < 500; start += 10) read(start, tenths(59n));
    agree("a", 200n, 500n);
    agree("b", 210n, 240n);
    expect(await metered("a")).to.deep.equal({ kind: "metered", energyWh: 160n });
    // Ten times as much power: of 17.7 Wh in its period, b has 10 of 11 parts, and a has the one.
    expect(await metered("b")).to.deep.equal({ kind: "metered", energyWh: 16n });
  });

  it("adds up over agreements of one period, below the Wh too", async () => {
    for (let start = 200; start < 230; start += 10) read(start, ofWholeWh(1n) / 3n);
    for (const id of ["a", "b", "c"]) agree(id, 200n, 230n, { energyWh: 1n });
    const shares = await Promise.all(["a", "b", "c"].map((id) => metered(id)));
    expect(shares.map((share) => "energyWh" in share && share.energyWh)).to.deep.equal([0n, 0n, 1n]);
  });

  it("is shared by agreements of a meter's old and new key", async () => {
    const key = seededWallet(1, "new key");
    const exchanged = { name: METER.name, address: key.address, signer: new KeySigner(key) };
    meters = [METER, exchanged];
    agree("a", 10n, 30n);
    agree("b", 10n, 30n, { meter: key.address });
    expect(await metered("a")).to.deep.equal({ kind: "metered", energyWh: 12n });
    expect(endedAgreements(ledger, meters, 30n).map(({ meter }) => meter)).to.deep.equal([METER, exchanged]);
    const ofNew = { agreement: ledger.agreement("b")!, meter: exchanged };
    expect(await meteredFor(ofNew, sources())).to.deep.equal({ kind: "metered", energyWh: 12n });
  });

  it("is held above its limits, and not at them", async () => {
    agree("a", 10n, 30n, { energyWh: 12n });
    limits = { ...NO_LIMITS, multipleHundredths: 200n };
    expect(await metered("a")).to.deep.equal({ kind: "metered", energyWh: 24n });
    limits = { ...NO_LIMITS, multipleHundredths: 199n };
    const problem = "24 Wh is more than 1.99 times the 12 Wh agreed";
    expect(await metered("a")).to.deep.equal({ kind: "held", energyWh: 24n, problem });
  });

  it("never signs an error of unit, whatever the rows and what was agreed", async () => {
    const random = mulberry32(17);
    const upTo = (most: number) => BigInt(Math.ceil(random() * most));
    let signed = 0;
    for (let round = 0n; round < 300n; round++) {
      const start = 1000n + round * 100n;
      const watts = upTo(20_000);
      limits = { multipleHundredths: 200n, maxPowerW: () => (round % 2n === 0n ? watts : undefined) };
      const factor = [1n, 1n, 3n, 1000n, 3600n, 12_345n][Number(round % 6n)]!;
      const energies = Array.from({ length: 3 }, () => upTo(30) * factor);
      for (const [i, energyWh] of energies.entries()) read(Number(start) + i * 10, ofWholeWh(energyWh));
      const agreed = [upTo(60), upTo(60)];
      for (const [i, energyWh] of agreed.entries()) agree(`${round} ${i}`, start, start + 30n, { energyWh });
      for (const [i, energyWh] of agreed.entries()) {
        const reading = await metered(`${round} ${i}`);
        expect(reading.kind).to.be.oneOf(["metered", "held"]);
        if (reading.kind !== "metered") continue;
        signed += 1;
        expect(reading.energyWh <= energyWh * 2n, `${reading.energyWh} of ${energyWh}`).to.equal(true);
        if (round % 2n === 0n) for (const each of energies) expect(each * 3600n <= watts * 10n).to.equal(true);
      }
    }
    expect(signed).to.be.within(50, 400);
  });
});
