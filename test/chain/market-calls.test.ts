import { expect } from "chai";

import {
  acceptData,
  acceptManyData,
  acceptSignedData,
  declareData,
  settleData,
  settleManyData,
} from "../../scripts/chain/market-calls.js";
import { OFFER_FIELDS } from "../../scripts/chain/words.js";
import { Side, type Agreement, type Offer } from "../../scripts/model/terms.js";
import { ImprovedMarket__factory, TraditionalMarket__factory } from "../../typechain-types/index.js";

const OFFER: Offer = {
  declarer: "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf",
  side: Side.Sell,
  energyWh: 2n ** 48n - 1n,
  pricePerMWh: 2n ** 96n - 1n,
  excessPricePerMWh: 84_000_001n,
  damagesPricePerMWh: 0n,
  marginPerMWh: 16_000_000n,
  feePerMWh: 1n,
  deliveryStart: 1_767_312_000n,
  deliveryEnd: 2n ** 40n - 1n,
  expiry: 1_767_225_600n,
  number: 2n ** 64n - 1n,
};
const AGREEMENT: Agreement = {
  offer: OFFER,
  accepter: "0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF",
  energyWh: 1n,
  fillIndex: 2n ** 32n - 1n,
  meter: "0x6813Eb9362372EEF6200f3b1dbC3f819671cBA69",
};
const SIGNATURES = ["0x", `0x${"ab".repeat(64)}`, `0x${"cd".repeat(65)}`];

describe("calls of a market", () => {
  for (const factory of [ImprovedMarket__factory, TraditionalMarket__factory]) {
    const abi = factory.createInterface();

    it(`are encoded as by ${factory.name}'s interface`, () => {
      expect(declareData(OFFER)).to.equal(abi.encodeFunctionData("declare", [OFFER]));
      expect(acceptData(OFFER, 7n)).to.equal(abi.encodeFunctionData("accept", [OFFER, 7n]));
      for (const signature of SIGNATURES) {
        const data = abi.encodeFunctionData("settle", [AGREEMENT, 0n, signature]);
        expect(settleData(AGREEMENT, 0n, signature)).to.equal(data);
        const signed = abi.encodeFunctionData("acceptSigned", [OFFER, signature, 7n]);
        expect(acceptSignedData(OFFER, signature, 7n)).to.equal(signed);
      }
    });
  }

  it("of batches of any length are, too", () => {
    const abi = ImprovedMarket__factory.createInterface();
    const settlements = SIGNATURES.map((meterSignature, i) => ({
      agreement: { ...AGREEMENT, fillIndex: BigInt(i) },
      energyWh: BigInt(i),
      meterSignature,
    }));
    const acceptances = settlements.map(({ agreement, energyWh }) => ({ offer: agreement.offer, energyWh }));
    for (let length = 0; length <= SIGNATURES.length; length++) {
      const [some, others] = [acceptances.slice(0, length), settlements.slice(0, length)];
      expect(acceptManyData(some)).to.equal(abi.encodeFunctionData("acceptMany", [some]));
      expect(settleManyData(others)).to.equal(abi.encodeFunctionData("settleMany", [others]));
    }
  });

  it("have an offer's fields in the contract's order", () => {
    const [offer] = ImprovedMarket__factory.createInterface().getFunction("declare").inputs;
    expect(offer?.components?.map(({ name }) => name)).to.deep.equal([...OFFER_FIELDS]);
  });

  it("tell offers apart that differ in one field", () => {
    expect(declareData({ ...OFFER, number: 0n })).not.to.equal(declareData(OFFER));
  });
});
