import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { readMarketLogs } from "../../../src/market/past-events.js";
import { MarketReader } from "../../../src/market/market-reader.js";
import type { MarketLog } from "../../../src/market/follow/chain-step.js";
import { MarketLedger } from "../../../src/market/ledger/market-ledger.js";
import { agreementIdOf, offerIdOf } from "../../../src/market/typed-data.js";
import { AgreementStatus, OfferStatus, Outcome, Reason } from "../../../src/model/terms.js";
import type { MarketKind } from "../../../src/market/market-kind.js";
import { freshChain } from "../../support/market.js";
import { marketHistory } from "../../support/market-history.js";
import { setScene, type Scene } from "../../support/scene.js";

/** All that a ledger tells. */
function contentOf(ledger: MarketLedger) {
  const users = ledger.users();
  return {
    offers: ledger.offers(),
    agreements: ledger.agreements(),
    users,
    awaiting: ledger.awaitingVerification(),
    due: ledger.dueForSettlement(2n ** 40n),
    byUser: users.map(({ address }) => [ledger.offersOf(address), ledger.agreementsOf(address.toLowerCase())]),
    byMeter: users.map(({ meter }) => (meter === undefined ? [] : ledger.agreementsOfMeter(meter))),
    byOffer: ledger.offers().map(({ id }) => ledger.agreementsOn(id)),
  };
}

for (const kind of ["improved", "traditional"] as const satisfies MarketKind[]) {
  describe(`MarketLedger (${kind} market)`, () => {
    let scene: Scene;
    let reader: MarketReader;
    let logs: MarketLog[];
    let ledger: MarketLedger;
    let happened: Awaited<ReturnType<typeof marketHistory>>;

    before(async () => {
      const chain = await freshChain();
      scene = await setScene(chain, kind);
      const [market, token] = [await scene.market.getAddress(), await chain.token.getAddress()];
      const provider = {
        request: ({ method, params = [] }: { method: string; params?: unknown[] }): Promise<unknown> =>
          chain.ethers.provider.send(method, params),
      };
      reader = new MarketReader(provider, { kind, chainId: "31337", market, token, block: 0 });
      happened = await marketHistory(scene);
      logs = await readMarketLogs(reader);
      ledger = new MarketLedger();
      for (const log of logs) ledger.apply(log);
    });

    /** Fails unless the ledger says what the market says at a block. */
    async function expectAsOnChain(told: MarketLedger, at: bigint): Promise<void> {
      for (const { id, terms, status, remainingWh, fills, bySignature } of told.offers()) {
        const state = await reader.offerState(id, at);
        const lowest = await scene.market.lowestNumberOf(terms.declarer, { blockTag: at });
        const isClosed = bySignature && terms.number < lowest;
        expect({ status, remainingWh, fills, bySignature }).to.deep.equal(
          isClosed ? { ...state, status: OfferStatus.Cancelled } : state,
        );
      }
      for (const { id, status, reason, debt, ...agreement } of told.agreements()) {
        const { deadline, ...state } = await reader.agreementState(id, at);
        expect({ status, reason }).to.deep.equal({ status: state.status, reason: state.reason });
        expect(debt).to.equal(await reader.debtOf(id, at));
        expect(agreement.fastLane).to.equal(deadline === 0n);
      }
      for (const user of told.users()) {
        const { capTrades, capEnergyWh, openDebts } = await reader.accountOf(user.address, at);
        const { capTrades: trades, capEnergyWh: energyWh } = user;
        expect([trades, energyWh, BigInt(user.openDebts)]).to.deep.equal([capTrades, capEnergyWh, openDebts]);
        expect(user.meter ?? ZeroAddress).to.equal(await reader.meterOf(user.address, at));
        expect(user.keyHash).to.equal(await reader.keyHashOf(user.address, at));
      }
    }

    it("says what the market says after every block, and again when the blocks after it are undone", async () => {
      const head = (await reader.block()).number;
      const growing = new MarketLedger();
      const contents = new Map<bigint, unknown>();
      for (let block = 0n; block <= head; block += 1n) {
        const added = logs.filter((log) => log.block.number === block);
        growing.take({ kind: "grown", head: await reader.block(block), recent: [], logs: added });
        contents.set(block, contentOf(growing));
        if (added.length > 0) await expectAsOnChain(growing, block);
      }
      for (let block = head; block >= 0n; block -= 1n) {
        growing.take({ kind: "undone", ancestor: await reader.block(block) });
        expect(contentOf(growing)).to.deep.equal(contents.get(block));
      }
      for (const log of logs) growing.apply(log);
      expect(contentOf(growing)).to.deep.equal(contentOf(ledger));
    });

    it("tells how each agreement went, when and where", () => {
      const told = (agreement: { offer: unknown }) => ledger.agreement(agreementIdOf(agreement as never))!;
      expect(ledger.offer(offerIdOf(happened.cancelled))).to.include({ status: OfferStatus.Cancelled, fills: 0n });
      expect(ledger.offer(offerIdOf(happened.filled.offer))).to.include({ status: OfferStatus.Open, remainingWh: 0n });
      expect(told(happened.declined)).to.include({ reason: Reason.PartyDeclined, fastLane: false });
      expect(told(happened.poor)).to.include({ status: AgreementStatus.Void, reason: Reason.MarginMissing });
      const verified = told(happened.verified);
      expect(verified.terms).to.deep.equal(happened.verified);
      expect(verified.settlement).to.include({ outcome: Outcome.Shortfall, debt: 0n });
      expect(verified.accepted.block < verified.signed!.block).to.equal(true);
      expect(verified.settlement!.place.timestamp >= verified.terms.offer.deliveryEnd).to.equal(true);
      const debt = told(happened.debt);
      expect(debt.debt).to.equal(0n);
      expect(debt.settlement!.debt > 0n).to.equal(true);
      expect(ledger.user(scene.buyer.address)).to.include({ openDebts: 0 });
    });

    it("finds what awaits verification and what is due, to the second", () => {
      const awaiting = ledger.agreements().filter(({ status }) => status === AgreementStatus.AwaitingVerification);
      expect(ledger.awaitingVerification()).to.deep.equal(awaiting);
      expect(awaiting).to.have.lengthOf(kind === "improved" ? 0 : 1);
      const { deliveryEnd } = happened.open.offer;
      const open = agreementIdOf(happened.open);
      const dueAt = (time: bigint) => ledger.dueForSettlement(time).map(({ id }) => id);
      expect(dueAt(deliveryEnd)).to.contain(open);
      expect(dueAt(deliveryEnd - 1n)).not.to.contain(open);
    });

    it("throws for a log out of order, and for one about an unknown agreement", () => {
      expect(() => {
        ledger.apply(logs.at(-1)!);
      }).to.throw(/is not after the last one/);
      const gap = new MarketLedger();
      const settled = logs.find(({ event }) => event.name === "Settled")!;
      expect(() => {
        gap.apply(settled);
      }).to.throw(
        /^events of the market are missing: block \d+ refers to agreement 0x\w+, of which no earlier event tells$/,
      );
    });

    it("does not undo a block that is final", () => {
      const told = new MarketLedger();
      for (const log of logs) told.apply(log);
      const kept = logs.at(-3)!.block.number;
      told.keep(kept);
      told.undoTo(kept);
      expect(told.users()).to.have.lengthOf(scene.chain.users.length);
      expect(() => {
        told.undoTo(kept - 1n);
      }).to.throw(RangeError);
    });
  });
}
