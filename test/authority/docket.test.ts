import { expect } from "chai";

import { type Committee, Docket, hasBothSignatures } from "../../src/authority/docket.js";
import type { VerdictMessage, VerdictWord } from "../../src/authority/wire.js";
import { KeySigner } from "../../src/chain/signing/key-signer.js";
import { signApproval, signRefusal } from "../../src/market/typed-data.js";
import { Reason } from "../../src/model/terms.js";
import { seededWallet } from "../support/keys.js";
import { DOMAIN, recordOf, signaturesOf } from "./agreements.js";

const AUTHORITIES = Array.from({ length: 7 }, (_, i) => seededWallet(1, `authority ${i}`));
const committee: Committee = {
  epoch: 7,
  members: AUTHORITIES.map(({ address }) => address),
  quorum: 5,
  blockingMinority: 3,
};

function verdictOf(authority: number, agreement: string, verdict: VerdictWord, epoch = 7): Promise<VerdictMessage> {
  const signer = new KeySigner(AUTHORITIES[authority]!);
  const about = { agreement, epoch: BigInt(epoch) };
  const signed =
    verdict === "approve"
      ? signApproval(signer, DOMAIN, about)
      : signRefusal(signer, DOMAIN, { ...about, reason: Reason[verdict] });
  return signed.then((signature) => ({ agreement, epoch, verdict, signature }));
}

describe("the docket of an authority", () => {
  const [first, second] = [recordOf(0n), recordOf(1n)];
  let docket: Docket;
  beforeEach(() => {
    docket = new Docket(DOMAIN, () => 2000n);
    docket.convene(committee);
    docket.sync([first, second]);
  });
  const take = async (authorities: readonly number[], verdict: VerdictWord, agreement = first.id) => {
    const outcomes: string[] = [];
    for (const authority of authorities)
      outcomes.push(docket.takeVerdict(await verdictOf(authority, agreement, verdict)));
    return outcomes;
  };
  const decision = () => docket.decision(docket.get(first.id)!);

  it("holds what awaits verification, and says what is new and what is gone", () => {
    expect(docket.sync([second, recordOf(2n)])).to.deep.include({ closed: [docketCase(first.id)] });
    expect(docket.size).to.equal(2);
    expect(docket.get(first.id)).to.equal(undefined);
    expect(docket.sync([second, recordOf(2n)])).to.deep.equal({ opened: [], closed: [] });
  });

  /** As it was before it was closed: nothing had come for it. */
  function docketCase(id: string) {
    const other = new Docket(DOMAIN, () => 2000n);
    other.sync([first]);
    return other.get(id);
  }

  it("takes the parties' signatures, once each, and nobody else's", async () => {
    const [seller, buyer] = await signaturesOf(first);
    expect(docket.takeSignature(buyer!)).to.deep.equal({ kind: "taken", party: first.buyer });
    expect(
      docket.takeSignature({ ...buyer!, signature: buyer!.signature.toUpperCase().replace("0X", "0x") }),
    ).to.deep.equal({
      kind: "known",
    });
    expect(hasBothSignatures(docket.get(first.id)!)).to.equal(false);
    expect(docket.takeSignature({ ...seller!, agreement: second.id })).to.deep.equal({ kind: "foreign" });
    expect(docket.takeSignature({ ...seller!, agreement: `0x${"00".repeat(32)}` })).to.deep.equal({ kind: "unknown" });
    for (const rubbish of [`0x${"00".repeat(65)}`, `0x${"ff".repeat(65)}`, seller!.signature.slice(0, -2)])
      expect(docket.takeSignature({ agreement: first.id, signature: rubbish })).to.deep.equal({ kind: "foreign" });
    expect(docket.takeSignature(seller!)).to.deep.equal({ kind: "taken", party: first.seller });
    expect(hasBothSignatures(docket.get(first.id)!)).to.equal(true);
  });

  it("still takes the right signature after any amount of rubbish", async () => {
    const [seller] = await signaturesOf(first);
    for (let i = 0; i < 200; i++) {
      const signature = `0x${i.toString(16).padStart(128, "0")}1b`;
      docket.takeSignature({ agreement: first.id, signature });
    }
    expect(docket.takeSignature(seller!).kind).to.equal("taken");
  });

  it("decides by a quorum's approvals, no fewer and no more", async () => {
    expect(await take([0, 1, 2, 3], "approve")).to.deep.equal(["taken", "taken", "taken", "taken"]);
    expect(await take([3, 3], "approve")).to.deep.equal(["known", "known"]);
    expect(decision()).to.equal(undefined);
    expect(await take([6], "approve")).to.deep.equal(["taken"]);
    expect(decision()).to.include({ verdict: "approve" });
    expect(decision()?.by.map(({ signer }) => signer)).to.have.members(
      [0, 1, 2, 3, 6].map((i) => committee.members[i]),
    );
    expect(await take([5], "approve")).to.deep.equal(["known"]);
    expect(decision()?.by).to.have.length(5);
  });

  it("decides by a blocking minority's refusals for one reason", async () => {
    await take([0, 1], "CommitteeRefused");
    await take([2, 3], "KeyRefused");
    await take([4, 5], "approve");
    expect(decision()).to.equal(undefined);
    await take([6], "CommitteeRefused");
    expect(decision()).to.include({ verdict: "CommitteeRefused" });
  });

  it("counts an authority that contradicts itself by what it said first", async () => {
    await take([0, 1, 2, 3], "approve");
    expect(await take([3], "CommitteeRefused")).to.deep.equal(["contradiction"]);
    await take([4], "approve");
    expect(decision()).to.include({ verdict: "approve" });
  });

  it("counts no verdict that was signed for something else", async () => {
    const verdict = await verdictOf(0, first.id, "approve");
    expect(docket.takeVerdict({ ...verdict, agreement: second.id })).to.equal("foreign");
    expect(docket.takeVerdict({ ...verdict, verdict: "KeyRefused" })).to.equal("foreign");
    expect(docket.takeVerdict(await verdictOf(0, first.id, "approve", 6))).to.equal("unknown");
    expect(docket.takeVerdict({ ...(await verdictOf(0, first.id, "approve", 6)), epoch: 7 })).to.equal("foreign");
    expect(docket.takeVerdict(await verdictOf(0, recordOf(9n).id, "approve"))).to.equal("unknown");
    expect(docket.takeVerdict(verdict)).to.equal("taken");
  });

  it("forgets the verdicts of an epoch that is over, and takes the new one's", async () => {
    await take([0, 1, 2, 3, 4], "approve");
    docket.convene({ ...committee, epoch: 8 });
    expect(decision()).to.equal(undefined);
    expect(docket.get(first.id)!.verdicts.size).to.equal(0);
    expect(await take([0], "approve")).to.deep.equal(["unknown"]);
    expect(docket.takeVerdict(await verdictOf(0, first.id, "CommitteeRefused", 8))).to.equal("taken");
  });

  it("knows nothing of a case that was closed and comes back, but what is restored", async () => {
    const signatures = await signaturesOf(first);
    for (const signature of signatures) docket.takeSignature(signature);
    await take([0, 1, 2, 3, 4], "approve");
    docket.sync([second]);
    docket.sync([first, second]);
    expect(decision()).to.equal(undefined);
    expect(docket.get(first.id)!.signatures.size).to.equal(0);
    docket.restoreSignature({ ...signatures[0]!, party: first.seller });
    docket.restoreSignature({ ...signatures[1]!, party: first.buyer });
    docket.restoreVerdict(committee.members[0]!, await verdictOf(0, first.id, "approve"));
    expect(hasBothSignatures(docket.get(first.id)!)).to.equal(true);
    expect(await take([0, 1], "approve")).to.deep.equal(["known", "taken"]);
  });
});
