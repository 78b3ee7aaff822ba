import { expect } from "chai";
import { Wallet } from "ethers";

import { registrationKeyOf } from "../../support/keys.js";
import { accountOf, UserStatus } from "../../../src/model/market/state.js";
import {
  alice,
  bob,
  by,
  carol,
  expectEvents,
  expectReverted,
  meter,
  offerOf,
  operator,
  referenceOf,
} from "../../support/reference.js";

describe("User registry of the reference", () => {
  it("refuses to register twice, a key of another length, another's key", () => {
    const { market } = referenceOf("improved");
    expectReverted(market.play(by(alice), "register", registrationKeyOf(alice)), "AlreadyRegistered", alice.address);
    expectReverted(market.play(by(carol), "register", `${registrationKeyOf(carol)}00`), "InvalidKeyLength", 65n);
    const foreign = market.play(by(carol), "register", registrationKeyOf(bob));
    expectReverted(foreign, "ForeignKey", bob.address, carol.address);
  });

  it("stores h and the caps of the day", () => {
    const { market, state } = referenceOf("improved");
    // The generator point's key.
    const one = new Wallet(`0x${"1".padStart(64, "0")}`);
    market.play(by(operator), "setDefaultCaps", 7n, 8n);
    const h = "0x751e76e8199196d454941c45d1b3a323f1433bd6";
    expectEvents(market.play(by(one), "register", registrationKeyOf(one)), ["Registered", one.address, h, 7n, 8n]);
    const account = { ...accountOf(state, carol.address), capTrades: 7n, capEnergyWh: 8n, status: UserStatus.Active };
    expect(accountOf(state, one.address)).to.deep.equal(account);
    expect(state.keyHashes.get(one.address)).to.equal(h);
    expect(accountOf(state, alice.address).capTrades).to.equal(2n);
  });

  it("lets the operator alone set caps and meters, and of users alone", () => {
    const { market } = referenceOf("improved");
    const stranger = ["OwnableUnauthorizedAccount", carol.address] as const;
    expectReverted(market.play(by(carol), "setDefaultCaps", 1n, 1n), ...stranger);
    expectReverted(market.play(by(carol), "setCaps", alice.address, 1n, 1n), ...stranger);
    expectReverted(market.play(by(carol), "setMeter", alice.address, meter.address), ...stranger);
    const nobody = ["NotRegistered", carol.address] as const;
    expectReverted(market.play(by(operator), "setCaps", carol.address, 1n, 1n), ...nobody);
    expectReverted(market.play(by(operator), "setMeter", carol.address, meter.address), ...nobody);
  });

  it("sets caps and leaves the rest of an account", () => {
    const { market, state } = referenceOf("improved");
    const before = accountOf(state, alice.address);
    const answer = market.play(by(operator), "setCaps", alice.address, 9n, 10n);
    expectEvents(answer, ["CapsSet", alice.address, 9n, 10n]);
    expect(accountOf(state, alice.address)).to.deep.equal({ ...before, capTrades: 9n, capEnergyWh: 10n });
  });

  it("keeps the unregistered from trading", () => {
    const { market } = referenceOf("improved");
    const offer = offerOf({ declarer: carol.address });
    expectReverted(market.play(by(carol), "declare", offer), "NotRegistered", carol.address);
  });
});
