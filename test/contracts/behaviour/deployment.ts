import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { DEFAULT_PARAMETERS } from "../../../src/model/market-parameters.js";
import { ImprovedMarket__factory, TraditionalMarket__factory } from "../../../typechain-types/index.js";
import { eventsOf } from "../../support/events.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";

const { rho, ...PARAMETERS } = DEFAULT_PARAMETERS;

export function deployment(open: () => Promise<Scene>): void {
  describe("deployment", () => {
    it("reverts without an operator", async () => {
      const scene = await open();
      const deployed = deploy(scene, { operator: ZeroAddress });
      await expectRevert(deployed, scene.market, "OwnableInvalidOwner", ZeroAddress);
    });

    it("reverts with an empty committee", async () => {
      const scene = await open();
      await expectRevert(deploy(scene, { authorities: [] }), scene.market, "LastAuthority");
    });

    it("reverts with the zero address in the committee, or with a member twice", async () => {
      const scene = await open();
      const { address } = scene.authority;
      await expectRevert(deploy(scene, { authorities: [address, ZeroAddress] }), scene.market, "ZeroAuthority");
      await expectRevert(deploy(scene, { authorities: [address, address] }), scene.market, "AlreadyAuthority", address);
    });

    it("emits its committee, caps and fee, and returns its parameters", async () => {
      const scene = await open();
      const { operator, chain } = scene;
      const market = await deploy(scene);
      const { capTrades, capEnergyWh, feePerMWh } = PARAMETERS;
      const authorities = chain.authorities.map(({ address }) => address);
      expect(await eventsOf(market, market.deploymentTransaction()!)).to.have.deep.members([
        ["OwnershipTransferred", ZeroAddress, operator.address],
        ...authorities.map((address, i) => ["AuthorityAdded", address, BigInt(i) + 1n]),
        ["DefaultCapsSet", capTrades, capEnergyWh],
        ["FeeSet", feePerMWh],
      ]);
      expect(await market.owner()).to.equal(operator.address);
      expect(await market.authorities()).to.deep.equal(authorities);
      expect(await market.TOKEN()).to.equal(await chain.token.getAddress());
      expect(await market.defaultCaps()).to.deep.equal([capTrades, capEnergyWh]);
      expect(await market.feePerMWh()).to.equal(feePerMWh);
      expect(await market.VERIFICATION_WINDOW()).to.equal(PARAMETERS.verificationWindow);
      expect(await market.READING_WINDOW()).to.equal(PARAMETERS.readingWindow);
      expect(await market.books()).to.deep.equal([0n, 0n]);
      expect(await market.paused()).to.equal(false);
    });
  });
}

async function deploy(scene: Scene, replaced: { operator?: string; authorities?: string[] } = {}) {
  const parameters = {
    ...PARAMETERS,
    operator: scene.operator.address,
    token: await scene.chain.token.getAddress(),
    authorities: scene.chain.authorities.map(({ address }) => address),
    ...replaced,
  };
  return scene.kind === "improved"
    ? new ImprovedMarket__factory(scene.operator).deploy(parameters, rho)
    : new TraditionalMarket__factory(scene.operator).deploy(parameters);
}
