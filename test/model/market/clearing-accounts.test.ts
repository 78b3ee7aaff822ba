import { expect } from "chai";
import { Signature } from "ethers";

import { ZERO_ADDRESS } from "../../../src/model/market/cryptography.js";
import { accountOf } from "../../../src/model/market/state.js";
import {
  alice,
  bob,
  by,
  carol,
  expectEvents,
  expectReverted,
  MARKET,
  MONEY,
  NOW,
  offerOf,
  operator,
  referenceOf,
  signed,
} from "../../support/reference.js";

describe("Clearing accounts of the reference", () => {
  describe("deposit", () => {
    it("refuses who is not registered, nothing, and what the payer cannot pay", () => {
      const { market, token } = referenceOf("improved");
      expectReverted(market.play(by(alice), "deposit", carol.address, 1n), "NotRegistered", carol.address);
      expectReverted(market.play(by(alice), "deposit", alice.address, 0n), "NothingReceived");
      const above = market.play(by(alice), "deposit", alice.address, MONEY + 1n);
      expectReverted(above, "ERC20InsufficientAllowance", MARKET, MONEY, MONEY + 1n);
      token.approve(alice.address, MARKET, 2n ** 256n - 1n);
      const beyond = market.play(by(alice), "deposit", alice.address, MONEY + 1n);
      expectReverted(beyond, "ERC20InsufficientBalance", alice.address, MONEY, MONEY + 1n);
    });

    it("refuses what 96 bits of books cannot hold", () => {
      const { market, token } = referenceOf("improved");
      const most = 2n ** 96n - 1n;
      token.mint(alice.address, most);
      token.approve(alice.address, MARKET, most);
      const above = most - 2n * MONEY + 1n;
      expectReverted(market.play(by(alice), "deposit", bob.address, above), "BooksFull", 2n * MONEY, above);
      const answer = market.play(by(alice), "deposit", bob.address, above - 1n);
      expectEvents(answer, ["Deposited", bob.address, alice.address, above - 1n]);
    });

    it("adds to the user's free balance, the books and the market's tokens", () => {
      const { market, state, token } = referenceOf("improved");
      const answer = market.play(by(alice), "deposit", bob.address, 3n);
      expectEvents(answer, ["Deposited", bob.address, alice.address, 3n]);
      expect(accountOf(state, bob.address).free).to.equal(MONEY + 3n);
      expect(state.held).to.equal(2n * MONEY + 3n);
      expect(token.balanceOf(MARKET)).to.equal(2n * MONEY + 3n);
      expect(token.allowance(alice.address, MARKET)).to.equal(MONEY - 3n);
    });
  });

  describe("depositWithPermit", () => {
    const permitOf = (value: bigint, nonce = 0n) => {
      const permit = { owner: alice.address, spender: MARKET, value, nonce, deadline: NOW };
      const { v, r, s } = Signature.from(signed(alice, { kind: "permit", ...permit }));
      return [NOW, BigInt(v), r, s] as const;
    };

    it("takes what the permit allows, once", () => {
      const { market, token } = referenceOf("improved");
      token.approve(alice.address, MARKET, 0n);
      const answer = market.play(by(alice), "depositWithPermit", alice.address, 5n, ...permitOf(5n));
      expectEvents(answer, ["Deposited", alice.address, alice.address, 5n]);
      expect(token.nonceOf(alice.address)).to.equal(1n);
      const again = market.play(by(alice), "depositWithPermit", alice.address, 5n, ...permitOf(5n));
      expectReverted(again, "ERC20InsufficientAllowance", MARKET, 0n, 5n);
    });

    it("goes by the allowance where the permit is refused, and leaves the permit unused where the deposit is", () => {
      const { market, token } = referenceOf("improved");
      const late = market.play(by(alice, NOW + 1n), "depositWithPermit", alice.address, 5n, ...permitOf(5n));
      expectEvents(late, ["Deposited", alice.address, alice.address, 5n]);
      const beyond = market.play(by(alice), "depositWithPermit", carol.address, 5n, ...permitOf(5n));
      expectReverted(beyond, "NotRegistered", carol.address);
      expect(token.nonceOf(alice.address)).to.equal(0n);
    });
  });

  describe("withdraw", () => {
    it("refuses more than is free, and a withdrawal to nobody or to the market itself", () => {
      const { market } = referenceOf("improved");
      const above = market.play(by(alice), "withdraw", MONEY + 1n, alice.address);
      expectReverted(above, "BalanceTooLow", alice.address, MONEY, MONEY + 1n);
      expectReverted(market.play(by(alice), "withdraw", 1n, ZERO_ADDRESS), "ERC20InvalidReceiver", ZERO_ADDRESS);
      expectReverted(market.play(by(alice), "withdraw", 2n, MARKET), "WrongTokenMovement", 2n, 0n);
    });

    it("pays out, paused or not", () => {
      const { market, state, token } = referenceOf("improved");
      market.play(by(operator), "pause");
      const answer = market.play(by(alice), "withdraw", MONEY, carol.address);
      expectEvents(answer, ["Withdrawn", alice.address, carol.address, MONEY]);
      expect(accountOf(state, alice.address).free).to.equal(0n);
      expect([state.held, token.balanceOf(MARKET), token.balanceOf(carol.address)]).to.deep.equal([
        MONEY,
        MONEY,
        MONEY,
      ]);
    });

    it("is nobody's while a trade keeps the account frozen", () => {
      const { market } = referenceOf("traditional");
      market.play(by(alice), "declare", offerOf());
      market.play(by(bob), "accept", offerOf(), 1n);
      expectReverted(market.play(by(bob), "withdraw", 0n, bob.address), "AccountFrozen", bob.address);
    });
  });

  describe("fees", () => {
    it("are set and collected by the operator alone", () => {
      const { market } = referenceOf("improved");
      expectReverted(market.play(by(carol), "setFee", 1n), "OwnableUnauthorizedAccount", carol.address);
      expectReverted(market.play(by(carol), "collectFees", carol.address), "OwnableUnauthorizedAccount", carol.address);
    });

    it("leave the books when they are collected, once", () => {
      const { market, state, token } = referenceOf("improved");
      market.play(by(alice), "declare", offerOf());
      market.play(by(bob), "accept", offerOf(), 1_000_000n);
      const collected = market.play(by(operator), "collectFees", carol.address);
      expectEvents(collected, ["FeesCollected", carol.address, 100_000n]);
      expectEvents(market.play(by(operator), "collectFees", carol.address), ["FeesCollected", carol.address, 0n]);
      expect([state.held, token.balanceOf(carol.address)]).to.deep.equal([2n * MONEY - 100_000n, 100_000n]);
    });
  });
});
