import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { BankMoney__factory } from "../../../typechain-types/index.js";
import { eventsOf } from "../../support/events.js";
import { freshChain, type Chain } from "../../support/market.js";
import { permitOf } from "../../support/permit.js";
import { expectRevert } from "../../support/revert.js";

describe("BankMoney", () => {
  let chain: Promise<Chain> | undefined;
  async function issued() {
    const { token, operator: bank, users, time } = await chain!;
    const [holder, other] = [users[0]!, users[1]!];
    await token.mint(holder.address, 1000n);
    return { token, bank, holder, other, time };
  }
  const open = async () => {
    const { networkHelpers } = await (chain ??= freshChain());
    return networkHelpers.loadFixture(issued);
  };

  it("reverts without a bank", async () => {
    const { bank, token } = await open();
    const deployed = new BankMoney__factory(bank).deploy(ZeroAddress, "Euro", "EUR");
    await expectRevert(deployed, token, "OwnableInvalidOwner", ZeroAddress);
  });

  it("has the bank's name and symbol, and six decimals", async () => {
    const { token, bank } = await open();
    expect([await token.name(), await token.symbol()]).to.deep.equal(["Wattlane Euro", "WEUR"]);
    expect(await token.decimals()).to.equal(6n);
    expect(await token.owner()).to.equal(bank.address);
  });

  describe("mint", () => {
    it("is only the bank's", async () => {
      const { token, holder } = await open();
      const minted = token.connect(holder).mint(holder.address, 1n);
      await expectRevert(minted, token, "OwnableUnauthorizedAccount", holder.address);
    });

    it("reverts for the zero address", async () => {
      const { token } = await open();
      await expectRevert(token.mint(ZeroAddress, 1n), token, "ERC20InvalidReceiver", ZeroAddress);
    });

    it("creates money for any receiver", async () => {
      const { token, other } = await open();
      const sent = await token.mint(other.address, 5n);
      expect(await eventsOf(token, sent)).to.deep.equal([["Transfer", ZeroAddress, other.address, 5n]]);
      expect([await token.balanceOf(other.address), await token.totalSupply()]).to.deep.equal([5n, 1005n]);
    });
  });

  describe("burn", () => {
    it("is only the bank's: holders cannot burn even their own money", async () => {
      const { token, holder } = await open();
      await expectRevert(token.connect(holder).burn(1n), token, "OwnableUnauthorizedAccount", holder.address);
    });

    it("destroys only the bank's own money", async () => {
      const { token, bank, holder } = await open();
      await expectRevert(token.burn(1n), token, "ERC20InsufficientBalance", bank.address, 0n, 1n);
      await token.connect(holder).transfer(bank.address, 300n);
      await expectRevert(token.burn(301n), token, "ERC20InsufficientBalance", bank.address, 300n, 301n);
      const sent = await token.burn(300n);
      expect(await eventsOf(token, sent)).to.deep.equal([["Transfer", bank.address, ZeroAddress, 300n]]);
      expect([await token.balanceOf(holder.address), await token.totalSupply()]).to.deep.equal([700n, 700n]);
    });
  });

  it("reverts for an expired permit, another's permit, and a permit used twice", async () => {
    const { token, holder, other, time } = await open();
    const [, amount, deadline, v, r, s] = await permitOf(token, holder, other, other.address, 10n);
    const permit = (owner: string, until = deadline) => token.permit(owner, other.address, amount, until, v, r, s);
    await expectRevert(permit(holder.address, 1n), token, "ERC2612ExpiredSignature", 1n);
    await expectRevert(permit(other.address), token, "ERC2612InvalidSigner", anyValue, other.address);
    await permit(holder.address);
    expect(await token.allowance(holder.address, other.address)).to.equal(10n);
    await expectRevert(permit(holder.address), token, "ERC2612InvalidSigner", anyValue, holder.address);
    await time.increaseTo(deadline + 1n);
    await expectRevert(permit(holder.address), token, "ERC2612ExpiredSignature", deadline);
  });

  it("goes to another bank in two steps", async () => {
    const { token, bank, other } = await open();
    await token.transferOwnership(other.address);
    await token.mint(bank.address, 1n);
    await token.connect(other).acceptOwnership();
    await expectRevert(token.mint(bank.address, 1n), token, "OwnableUnauthorizedAccount", bank.address);
    await token.connect(other).mint(other.address, 1n);
  });
});
