import { expect } from "chai";

import {
  acceptData,
  acceptManyData,
  acceptSignedData,
  declareData,
  settleData,
  settleManyData,
} from "../../src/market/market-calls.js";
import { OFFER_FIELDS } from "../../src/chain/abi/words.js";
import { ImprovedMarket__factory, TraditionalMarket__factory } from "../../typechain-types/index.js";
import { EXTREME_AGREEMENT } from "./extreme-agreement.js";

const AGREEMENT = EXTREME_AGREEMENT;
const OFFER = AGREEMENT.offer;
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
