import { expect } from "chai";

import type { MarketKind } from "../../src/market/market-kind.js";
import { mulberry32 } from "../../src/model/random.js";
import { Side, type Agreement, type Offer } from "../../src/model/terms.js";
import { ImprovedMarket__factory, TraditionalMarket__factory } from "../../typechain-types/index.js";
import { playDifferential } from "./differential.js";
import { Disagreement } from "./disagreement.js";
import { playEpisode } from "./episode.js";
import type { DrawnScene } from "./scene.js";
import { openMarketPair, type MarketPair } from "./stage.js";
import { checkProposers } from "./propose/checks.js";
import { Tally } from "./tally.js";

/** 12,000 actions together. Any other run: `npm run differential -- --actions N --seed N`. */
const ACTIONS = 6000;
const SEED = 1;

describe("The chain and the reference", () => {
  for (const { kind, abi, reaches, lacks } of [
    {
      kind: "improved",
      abi: ImprovedMarket__factory.abi,
      reaches: ["Accepted Signed", "Accepted Void"],
      lacks: { AccountFrozen: "no account is frozen" },
    },
    {
      kind: "traditional",
      abi: TraditionalMarket__factory.abi,
      reaches: ["Checked"],
      lacks: { SignersNotAscending: "nothing is signed", TooFewSignatures: "nothing is signed" },
    },
  ] as const) {
    describe(`on the ${kind} market`, () => {
      let tally: Tally;

      before(async function () {
        this.timeout(600_000);
        tally = await playDifferential({ kind, actions: ACTIONS, seed: SEED });
      });

      it(`agree on ${ACTIONS} random actions`, () => {
        const done = [...tally.actions.values()].reduce((sum, action) => sum + action.done, 0);
        expect(done).to.be.greaterThan(ACTIONS / 3);
      });

      it("reach every status, reason and outcome", () => {
        expect([...tally.reached.keys()]).to.include.members([...REACHED, ...reaches]);
      });

      it("provoke every custom error that actions can", () => {
        const errors = abi.filter(({ type }) => type === "error").map((error) => ("name" in error ? error.name : ""));
        const expected = errors.filter((name) => !(name in OUT_OF_REACH) && !(name in lacks));
        expect([...tally.errors()]).to.include.members(expected);
      });
    });
  }

  // An item of a batch that reverts can name such an agreement; later actions then draw it.
  it("can be played on after a batch that named an agreement never made", async () => {
    const { chain, scene } = await openMarketPair("traditional", SEED);
    scene.agreements.put("never made", "ended", neverMade(scene));
    const random = mulberry32(SEED);
    const drawn = Array.from({ length: 100 }, () => checkProposers.verifyAsAuthority(scene, random));
    expect(drawn.some((proposal) => proposal !== undefined)).to.equal(true);
    await chain.close();
  });

  describe("are seen to differ", () => {
    it("in an amount", () => expectDisagreement("improved", ({ scene }) => (scene.state.held += 1n)));

    it("in who may act", () => expectDisagreement("traditional", ({ scene }) => scene.state.authorities.pop()));

    it("in an error's arguments", () =>
      expectDisagreement("improved", ({ scene }) => (scene.state.nextOperator = scene.state.address)));
  });
});

async function expectDisagreement(kind: MarketKind, tamper: (stage: MarketPair) => unknown): Promise<void> {
  const stage = await openMarketPair(kind, SEED);
  tamper(stage);
  const options = { random: mulberry32(SEED), tally: new Tally(), steps: 800, origin: "a tampered reference" };
  const error: unknown = await playEpisode(stage, options).catch((thrown: unknown) => thrown);
  expect(error).to.be.instanceOf(Disagreement);
  await stage.chain.close();
}

function neverMade({ people: { users, meters }, now }: DrawnScene): Agreement {
  const [seller, buyer] = users.map(({ address }) => address);
  const prices = { pricePerMWh: 1n, excessPricePerMWh: 1n, damagesPricePerMWh: 1n, marginPerMWh: 1n, feePerMWh: 1n };
  const times = { deliveryStart: now, deliveryEnd: now + 1n, expiry: now };
  const offer: Offer = { declarer: seller!, side: Side.Sell, energyWh: 1n, ...prices, ...times, number: 0n };
  return { offer, accepter: buyer!, energyWh: 1n, fillIndex: 0n, meter: meters[0]!.address };
}

/** What both markets come to. */
const REACHED = [
  "Registered",
  "Declared",
  "Cancelled",
  "BegunBySignature",
  "CancelledUpTo",
  "AcceptanceRefused",
  "SettlementRefused",
  "Accepted AwaitingVerification",
  "Signed",
  "Voided MarginMissing",
  "Voided FeeMissing",
  "Voided DebtUnpaid",
  "Terminated KeyRefused",
  "Terminated CommitteeRefused",
  "Terminated DeadlinePassed",
  "Terminated PartyDeclined",
  "Settled InBand",
  "Settled Excess",
  "Settled Shortfall",
  "Settled Unmetered",
  "Settled InBand with a debt",
  "Settled Excess with a debt",
  "Settled Shortfall with a debt",
  "DebtPaid in part",
  "DebtPaid in full",
  "Withdrawn",
  "FeesCollected",
  "AuthorityAdded",
  "AuthorityRemoved",
  "Paused",
  "Unpaused",
  "OwnershipTransferred",
];

/** Errors that no action here can provoke, and why; the tests of the contracts provoke what can be. */
const OUT_OF_REACH: Readonly<Record<string, string>> = {
  InvalidRho: "when deployed",
  OwnableInvalidOwner: "when deployed",
  InvalidShortString: "when deployed",
  StringTooLong: "when deployed",
  ItemUnfinished: "too little gas",
  CommitteeFull: "160 authorities",
  ReentrancyGuardReentrantCall: "a hostile token",
  SafeERC20FailedOperation: "a hostile token",
  SafeCastOverflowedUintDowncast: "no field can overflow: no account exceeds the books",
};
