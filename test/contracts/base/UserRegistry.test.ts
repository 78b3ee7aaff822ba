import { expect } from "chai";
import { concat, dataSlice, Wallet, ZeroAddress } from "ethers";

import { keyHashOf, registrationKeyOf, seededWallet } from "../../support/keys.js";
import { DEFAULT_PARAMETERS } from "../../../src/model/market-parameters.js";
import { AgreementStatus } from "../../../src/model/terms.js";
import { acceptedAgreement, declaredOffer } from "../../support/agreements.js";
import { effectOf } from "../../support/effect.js";
import { expectRevert } from "../../support/revert.js";
import { sceneOf, type Scene } from "../../support/scene.js";

const { capTrades, capEnergyWh } = DEFAULT_PARAMETERS;

for (const kind of ["improved", "traditional"] as const)
  describe(`UserRegistry of the ${kind} market`, () => {
    const open = sceneOf(kind);

    describe("register", () => {
      it("reverts for another's key, registered or not", async () => {
        const { market, stranger, authority, buyer } = await open();
        for (const other of [authority, buyer]) {
          const registered = market.connect(stranger).register(registrationKeyOf(other));
          await expectRevert(registered, market, "ForeignKey", other.address, stranger.address);
        }
      });

      it("reverts for a key of any other length than 64 bytes: one less, one more, with prefix, compressed, empty", async () => {
        const { market, stranger } = await open();
        const { publicKey, compressedPublicKey } = stranger.signingKey;
        const key = registrationKeyOf(stranger);
        for (const [bytes, length] of [
          [dataSlice(key, 0, 63), 63n],
          [concat([key, "0x00"]), 65n],
          [publicKey, 65n],
          [compressedPublicKey, 33n],
          ["0x", 0n],
        ] as const)
          await expectRevert(market.connect(stranger).register(bytes), market, "InvalidKeyLength", length);
      });

      it("reverts for a registered user", async () => {
        const { market, buyer } = await open();
        const again = market.connect(buyer).register(registrationKeyOf(buyer));
        await expectRevert(again, market, "AlreadyRegistered", buyer.address);
      });

      it("stores h, gives the default caps, and nothing else", async () => {
        const scene = await open();
        const { market, stranger } = scene;
        const h = keyHashOf(stranger);
        const registered = () => market.connect(stranger).register(registrationKeyOf(stranger));
        expect(await effectOf(scene, registered)).to.deep.equal({
          events: [["Registered", stranger.address, h, capTrades, capEnergyWh]],
          changes: {
            "stranger.status": 1n,
            "stranger.keyHash": BigInt(h),
            "stranger.capTrades": capTrades,
            "stranger.capEnergyWh": capEnergyWh,
          },
        });
      });

      it("knows the published HASH160 of the curve's generator", async () => {
        const scene = await open();
        const generator = await funded(scene, new Wallet(`0x${"1".padStart(64, "0")}`));
        await scene.market.connect(generator).register(registrationKeyOf(generator));
        const h = await scene.market.keyHashOf(generator.address);
        expect(h).to.equal("0x751e76e8199196d454941c45d1b3a323f1433bd6");
      });

      it("compresses keys of both parities", async () => {
        const scene = await open();
        const parities = new Set<string>();
        for (let i = 0; i < 6; i++) {
          const wallet = await funded(scene, seededWallet(7, `parity ${i}`));
          parities.add(dataSlice(wallet.signingKey.compressedPublicKey, 0, 1));
          await scene.market.connect(wallet).register(registrationKeyOf(wallet));
          expect(await scene.market.keyHashOf(wallet.address)).to.equal(keyHashOf(wallet));
        }
        expect([...parities].sort()).to.deep.equal(["0x02", "0x03"]);
      });
    });

    describe("setDefaultCaps", () => {
      it("changes the caps only of users who register later", async () => {
        const scene = await open();
        const { market, stranger } = scene;
        expect(await effectOf(scene, () => market.setDefaultCaps(3, 4))).to.deep.equal({
          events: [["DefaultCapsSet", 3n, 4n]],
          changes: { "market.capTrades": 3n - capTrades, "market.capEnergyWh": 4n - capEnergyWh },
        });
        await market.connect(stranger).register(registrationKeyOf(stranger));
        const account = await market.accountOf(stranger.address);
        expect([account.capTrades, account.capEnergyWh]).to.deep.equal([3n, 4n]);
      });
    });

    describe("setCaps", () => {
      it("reverts for an unregistered user", async () => {
        const { market, stranger } = await open();
        const set = market.setCaps(stranger.address, 1, 1);
        await expectRevert(set, market, "NotRegistered", stranger.address);
      });

      it("changes one user's caps, and neither usage nor balance", async () => {
        const scene = await open();
        const { market, buyer } = scene;
        await acceptedAgreement(scene);
        expect(await effectOf(scene, () => market.setCaps(buyer.address, 0, 2n ** 48n - 1n))).to.deep.equal({
          events: [["CapsSet", buyer.address, 0n, 2n ** 48n - 1n]],
          changes: { "buyer.capTrades": -capTrades, "buyer.capEnergyWh": 2n ** 48n - 1n - capEnergyWh },
        });
      });
    });

    describe("setMeter", () => {
      it("reverts for an unregistered user", async () => {
        const { market, stranger } = await open();
        const set = market.setMeter(stranger.address, stranger.address);
        await expectRevert(set, market, "NotRegistered", stranger.address);
      });

      it("changes one user's meter", async () => {
        const scene = await open();
        const { market, buyer, stranger } = scene;
        const old = await market.meterOf(buyer.address);
        expect(await effectOf(scene, () => market.setMeter(buyer.address, stranger.address))).to.deep.equal({
          events: [["MeterSet", buyer.address, stranger.address]],
          changes: { "buyer.meter": BigInt(stranger.address) - BigInt(old) },
        });
      });

      it("with zero keeps a user from buying, but not from selling", async () => {
        const scene = await open();
        const { market, buyer, seller } = scene;
        await market.setMeter(buyer.address, ZeroAddress);
        const offer = await declaredOffer(scene);
        await expectRevert(market.connect(buyer).accept(offer, 1n), market, "NoMeter", buyer.address);
        const { status } = await acceptedAgreement({ ...scene, buyer: seller, seller: buyer });
        expect(status).to.not.equal(AgreementStatus.None);
      });
    });

    it("shows zeros for those it does not know", async () => {
      const { market, stranger } = await open();
      expect(await market.accountOf(stranger.address)).to.deep.equal([0n, 0n, 0n, 0n, 0n, 0n, 0n]);
      expect(await market.keyHashOf(stranger.address)).to.equal(`0x${"0".repeat(40)}`);
      expect(await market.meterOf(stranger.address)).to.equal(ZeroAddress);
    });
  });

async function funded({ chain }: Scene, wallet: Wallet): Promise<Wallet> {
  await chain.networkHelpers.setBalance(wallet.address, 10n ** 20n);
  return wallet.connect(chain.ethers.provider);
}
