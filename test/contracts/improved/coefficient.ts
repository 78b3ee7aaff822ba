import { expect } from "chai";

import { deployImproved } from "../../../src/market/market-kind.js";
import { DEFAULT_PARAMETERS } from "../../../src/model/market-parameters.js";
import { acceptedAgreement, awaitingAgreement, ENERGY_WH, verifyFully } from "../../support/agreements.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";

const WAD = 10n ** 18n;

export function coefficient(open: () => Promise<Scene<"improved">>): void {
  describe("rho", () => {
    it("must be below 1", async () => {
      const scene = await open();
      await expectRevert(deploy(scene, WAD), scene.market, "InvalidRho", WAD);
    });

    it("is R while R is valid", async () => {
      const scene = await open();
      for (const rho of [WAD - 1n, WAD / 50n, 0n]) {
        const market = await deploy(scene, rho);
        expect(await market.RHO()).to.equal(rho);
        await market.connect(scene.buyer).register(scene.buyer.signingKey.publicKey.replace("0x04", "0x"));
        expect(await market.coefficient(scene.buyer.address, 1n)).to.equal(rho);
        expect(await market.coefficient(scene.buyer.address, DEFAULT_PARAMETERS.capEnergyWh + 1n)).to.equal(WAD);
      }
    });
  });

  describe("coefficient", () => {
    it("reverts for an unregistered user", async () => {
      const { market, stranger } = await open();
      await expectRevert(market.coefficient(stranger.address, 1n), market, "NotRegistered", stranger.address);
    });

    for (const [trades, energyWh, tradeWh, valid] of [
      [2n, 1_000_000n, 1_000_000n, true],
      [2n, 1_000_000n, 1_000_001n, false],
      [1n, 1_000_000n, 1n, true],
      [0n, 1_000_000n, 0n, false],
      [1n, 0n, 0n, true],
      [1n, 0n, 1n, false],
    ] as const)
      it(`is ${valid ? "valid" : "not valid"} for a first trade of ${tradeWh} Wh under N = ${trades}, M = ${energyWh} Wh`, async () => {
        const { market, buyer } = await open();
        await market.setCaps(buyer.address, trades, energyWh);
        expect(await market.coefficient(buyer.address, tradeWh)).to.equal(valid ? 0n : WAD);
      });

    it("counts the trades since the last full verification, including this one", async () => {
      const scene = await open();
      const { market, buyer, seller } = scene;
      await market.setCaps(buyer.address, 2, 10n * ENERGY_WH);
      await market.setCaps(seller.address, 10, 2n * ENERGY_WH);
      for (const left of [2n, 1n]) {
        expect(await market.coefficient(buyer.address, left * ENERGY_WH)).to.equal(0n);
        expect(await market.coefficient(seller.address, left * ENERGY_WH)).to.equal(0n);
        expect(await market.coefficient(seller.address, left * ENERGY_WH + 1n)).to.equal(WAD);
        await acceptedAgreement(scene);
      }
      expect(await market.coefficient(buyer.address, 0n)).to.equal(WAD);
      expect(await market.coefficient(seller.address, 0n)).to.equal(0n);
      expect(await market.coefficient(seller.address, 1n)).to.equal(WAD);
      await verifyFully(scene, await awaitingAgreement(scene));
      expect(await market.coefficient(seller.address, 2n * ENERGY_WH)).to.equal(0n);
    });

    it("is not valid after the operator sets a cap below the usage, and valid again after it is raised", async () => {
      const scene = await open();
      const { market, buyer } = scene;
      await acceptedAgreement(scene);
      await market.setCaps(buyer.address, 20, ENERGY_WH - 1n);
      expect(await market.coefficient(buyer.address, 0n)).to.equal(WAD);
      await market.setCaps(buyer.address, 20, ENERGY_WH + 1n);
      expect(await market.coefficient(buyer.address, 1n)).to.equal(0n);
    });
  });
}

async function deploy({ operator, chain }: Scene, rho: bigint) {
  return deployImproved({
    operator,
    token: await chain.token.getAddress(),
    authorities: [chain.authorities[0]!.address],
    parameters: { ...DEFAULT_PARAMETERS, rho },
  });
}
