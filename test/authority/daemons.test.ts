import { expect } from "chai";
import type { Wallet } from "ethers";

import { MESSAGES_PER_BODY, type SignatureMessage, type VerdictMessage } from "../../src/authority/wire.js";
import { KeySigner } from "../../src/chain/signing/key-signer.js";
import { seededWallet } from "../support/keys.js";
import { signAgreement, signApproval, signReading, signRefusal } from "../../src/market/typed-data.js";
import { AgreementStatus, Reason } from "../../src/model/terms.js";
import { TraditionalMarket__factory } from "../../typechain-types/index.js";
import { freePort, type DaemonProcess } from "../support/daemon.js";
import { startFaultyNode } from "../support/faulty-node.js";
import { until } from "../support/until.js";
import { startRoguePeer } from "./rogue-peer.js";
import { done, post, Stage, type Pending } from "./stage.js";

/**
 * The chain's clock is years behind the machine's: whoever asked the machine for the time would find every deadline
 * past.
 */
const STARTS_AT = 1_700_000_000n;

describe("hardhat authority run", function () {
  this.timeout(120_000);
  let stage: Stage;
  // Four authorities, three of them at work: a quorum.
  const daemons: DaemonProcess[] = [];
  before(async () => {
    stage = await Stage.set({ authorities: 4, anvil: { startsAt: STARTS_AT } });
    daemons.push(...(await Promise.all([0, 1, 2].map((index) => stage.start(index)))));
  });
  after(() => stage.clear());

  const known = async (pending: Pending) => {
    await until(async () => (await fetch(`${stage.url(0)}/agreements/${pending.id}`)).status === 200);
  };
  const send = (signatures: readonly SignatureMessage[]) => post(`${stage.url(0)}/signatures`, { signatures });
  const sendOne = async (body: unknown, to = 0) => (await post(`${stage.url(to)}/signatures`, body)).status;
  const reach = async (pending: Pending, status: bigint) => {
    await until(async () => (await stage.statusOf(pending)) === status);
  };
  const agreeOne = async (terms = {}) => {
    const [pending] = (await stage.agree(1, terms)) as [Pending];
    await known(pending);
    return pending;
  };
  const reasonOf = async ({ id }: Pending) => (await stage.market.agreementState(id)).reason;
  const verdictsAt = async (index: number, { id }: Pending) => {
    const told = await (await fetch(`${stage.url(index)}/agreements/${id}`)).json();
    return told as { status: string; verdicts: VerdictMessage[]; authorities: string[]; signedBy: string[] };
  };

  it("verifies 60 agreements though one of four is silent and only one got the signatures", async () => {
    const pending = await stage.agree(60);
    await known(pending.at(-1)!);
    const { status } = await send((await stage.signatures(pending)).slice(0, MESSAGES_PER_BODY));
    expect(status).to.equal(202);
    for (const each of pending) await reach(each, AgreementStatus.Signed);
    // The chain is a step ahead of those who follow it.
    await until(async () => (await verdictsAt(0, pending[0]!)).status === "Signed");
  });

  it("answers a stranger's signature with 422, and nobody's trade is ended by it", async () => {
    const pending = await agreeOne();
    const { id: agreement } = pending;
    const stranger = new KeySigner(seededWallet(1, "stranger"));
    const foreign = await signAgreement(stranger, stage.domain, pending.agreement);
    expect(await sendOne({ agreement, signature: foreign })).to.equal(422);
    expect(await sendOne({ agreement, signature: `0x${"00".repeat(65)}` })).to.equal(422);
    expect(await sendOne({ agreement, signature: `0x${"ff".repeat(65)}` })).to.equal(422);
    const [own] = await stage.signatures([pending]);
    const wrongMarket = { ...stage.domain, verifyingContract: stage.buyer.address };
    const elsewhere = await signAgreement(new KeySigner(stage.buyer), wrongMarket, pending.agreement);
    expect(await sendOne({ agreement, signature: elsewhere })).to.equal(422);
    expect(await sendOne({ agreement: `0x${"11".repeat(32)}`, signature: foreign })).to.equal(404);
    expect(await sendOne({ agreement, signature: "0x" })).to.equal(400);
    expect(await sendOne({ agreement, signature: foreign, padding: "x".repeat(300_000) })).to.equal(413);
    expect(await stage.statusOf(pending)).to.equal(AgreementStatus.AwaitingVerification);

    expect(await sendOne(own)).to.equal(202);
    expect(await sendOne(own)).to.equal(202);
    const several = await send([{ agreement, signature: foreign }, ...(await stage.signatures([pending]))]);
    const { signatures } = (await several.json()) as { signatures: { status: number }[] };
    expect(signatures.map(({ status }) => status)).to.deep.equal([422, 202, 202]);
    await reach(pending, AgreementStatus.Signed);
    await until(async () => (await sendOne(own)) === 409);
  });

  it("counts no verdict but an authority's own for this agreement in this epoch", async () => {
    const pending = await agreeOne();
    const { id: agreement } = pending;
    const epoch = await stage.epoch();
    const { domain } = stage;
    const [, , , silent] = stage.authorities as [Wallet, Wallet, Wallet, Wallet];
    const stranger = seededWallet(1, "stranger");
    const refusal = (wallet: Wallet, at: bigint) =>
      signRefusal(wallet, domain, { agreement, reason: Reason.CommitteeRefused, epoch: at });
    const forged: VerdictMessage[] = [
      { agreement, epoch: Number(epoch), verdict: "CommitteeRefused", signature: await refusal(stranger, epoch) },
      { agreement, epoch: Number(epoch), verdict: "CommitteeRefused", signature: await refusal(stage.buyer, epoch) },
      {
        agreement,
        epoch: Number(epoch) - 1,
        verdict: "CommitteeRefused",
        signature: await refusal(silent, epoch - 1n),
      },
      { agreement, epoch: Number(epoch), verdict: "KeyRefused", signature: await refusal(silent, epoch) },
      { agreement, epoch: Number(epoch), verdict: "approve", signature: `0x${"00".repeat(65)}` },
    ];
    const own = {
      agreement,
      epoch: Number(epoch),
      verdict: "CommitteeRefused",
      signature: await refusal(silent, epoch),
    };
    const approval = await signApproval(silent, domain, { agreement, epoch });
    const verdicts = [...forged, own, own, { ...own, verdict: "approve", signature: approval }];
    const answer = await post(`${stage.url(0)}/verdicts`, { verdicts });
    const outcomes = ((await answer.json()) as { verdicts: string[] }).verdicts;
    expect(outcomes).to.deep.equal([
      ...["foreign", "foreign", "unknown", "foreign", "foreign"],
      ...["taken", "known", "contradiction"],
    ]);
    expect((await verdictsAt(0, pending)).authorities).to.deep.equal([silent.address]);
    expect(await stage.statusOf(pending)).to.equal(AgreementStatus.AwaitingVerification);
    await send(await stage.signatures([pending]));
    await reach(pending, AgreementStatus.Signed);
  });

  it("goes on while a peer answers with rubbish of every kind", async () => {
    const pending = await agreeOne();
    const stranger = seededWallet(1, "stranger");
    const epoch = await stage.epoch();
    const verdict: VerdictMessage = {
      agreement: pending.id,
      epoch: Number(epoch),
      verdict: "CommitteeRefused",
      signature: await signRefusal(stranger, stage.domain, {
        agreement: pending.id,
        reason: Reason.CommitteeRefused,
        epoch,
      }),
    };
    const forgery = {
      agreements: [{ agreement: pending.id, signatures: [verdict.signature, verdict.signature], verdicts: [verdict] }],
      next: null,
    };
    const rogue = await startRoguePeer(Number(new URL(stage.url(3)).port), forgery);
    await until(() => rogue.given.size === 6);
    expect((await verdictsAt(0, pending)).signedBy).to.deep.equal([]);
    await send(await stage.signatures([pending]));
    await reach(pending, AgreementStatus.Signed);
    await rogue.stop();
    for (const daemon of daemons) {
      const metrics = await (await fetch(`${daemon.url}/metrics`)).text();
      expect(metrics).to.match(new RegExp(`peer_errors_total\\{peer="${stage.url(3)}",daemon="authority"\\} [1-9]`));
    }
  });

  it("catches up after kill -9, and says again what it said", async () => {
    const [before, since] = [await agreeOne(), await agreeOne()];
    await send(await stage.signatures([before]));
    await reach(before, AgreementStatus.Signed);
    await daemons[2]!.stop("SIGKILL");
    await send(await stage.signatures([since]));
    await until(async () => (await verdictsAt(1, since)).authorities.length === 2);
    expect(await stage.statusOf(since)).to.equal(AgreementStatus.AwaitingVerification);
    daemons[2] = await stage.start(2);
    await reach(since, AgreementStatus.Signed);
  });

  it("verifies again what a reorganisation undid", async () => {
    const pending = await agreeOne();
    await send(await stage.signatures([pending]));
    await reach(pending, AgreementStatus.Signed);
    const [verified] = await stage.market.queryFilter(stage.market.filters.Signed(pending.id));
    await stage.undoFrom(verified!.blockNumber);
    expect(await stage.statusOf(pending)).to.equal(AgreementStatus.AwaitingVerification);
    await stage.pass(1n);
    await reach(pending, AgreementStatus.Signed);
  });

  it("lets go of an agreement that a reorganisation took away, and verifies it when it comes back", async () => {
    const pending = await agreeOne();
    const [accepted] = await stage.market.queryFilter(stage.market.filters.Accepted(pending.id));
    await stage.undoFrom(accepted!.blockNumber);
    await stage.pass(1n);
    await until(async () => (await fetch(`${stage.url(0)}/agreements/${pending.id}`)).status === 404);
    const { offer, energyWh } = pending.agreement;
    await done(stage.anvil, stage.market.connect(stage.buyer).accept(offer, energyWh));
    await known(pending);
    await send(await stage.signatures([pending]));
    await reach(pending, AgreementStatus.Signed);
  });

  it("says that its node is away or talks nonsense, and goes on when it is back", async () => {
    await daemons[2]!.stop();
    const node = await startFaultyNode(stage.anvil.url);
    const daemon = (daemons[2] = await stage.start(2, { node: node.url }));
    const health = async () => {
      const answer = await fetch(`${daemon.url}/health`);
      const { problems } = (await answer.json()) as { problems: string[] };
      return { status: answer.status, problems };
    };
    await until(async () => (await health()).status === 200);
    await node.down();
    await until(async () => (await health()).status === 503);
    expect((await health()).problems[0]).to.match(/^the node does not answer: /);
    await node.up();
    node.inject({ kind: "nonsense", result: "0x1234" }, { methods: ["eth_call"] });
    const pending = await agreeOne();
    await send(await stage.signatures([pending]));
    await until(async () => (await health()).problems.some((problem) => /the answer to \w+ should be/.test(problem)));
    expect((await verdictsAt(0, pending)).authorities).to.not.include(stage.authorities[2]!.address);
    node.heal();
    await reach(pending, AgreementStatus.Signed);
    await node.stop();
    await daemon.stop();
    daemons[2] = await stage.start(2);
  });

  it("runs twice with one key and one folder, and contradicts itself nowhere", async () => {
    const twin = await stage.start(0, { port: await freePort() });
    const pending = await stage.agree(10);
    await until(async () => (await (await fetch(`${twin.url}/health`)).text()).includes('"awaiting":10'));
    const signatures = await stage.signatures(pending);
    await Promise.all([
      post(`${twin.url}/signatures`, { signatures }),
      known(pending.at(-1)!).then(() => send(signatures)),
    ]);
    for (const each of pending) await reach(each, AgreementStatus.Signed);
    const signed = await stage.market.queryFilter(stage.market.filters.Signed());
    const ids = new Set(pending.map(({ id }) => id));
    expect(signed.filter(({ args }) => ids.has(args.agreementId))).to.have.length(pending.length);
    const verdictsOf = (daemon: DaemonProcess) =>
      daemon.log().filter(({ msg, agreement }) => msg === "verdict" && ids.has(String(agreement)));
    for (const line of [...verdictsOf(twin), ...verdictsOf(daemons[0]!)]) expect(line["verdict"]).to.equal("approve");
    expect(await twin.stop()).to.equal(0);
  });

  it("ends what nobody signed when its deadline has passed, by the chain's clock", async () => {
    const pending = await agreeOne();
    await stage.pass(86_402n);
    await reach(pending, AgreementStatus.Terminated);
    expect(await reasonOf(pending)).to.equal(Reason.DeadlinePassed);
  });

  it("signs again when the committee changes", async () => {
    const pending = await agreeOne();
    await daemons[2]!.stop();
    await send(await stage.signatures([pending]));
    await until(async () => (await verdictsAt(0, pending)).authorities.length === 2);
    await done(stage.anvil, stage.market.removeAuthority(stage.authorities[3]!.address));
    await done(stage.anvil, stage.market.removeAuthority(stage.authorities[2]!.address));
    await reach(pending, AgreementStatus.Signed);
  });

  it("refuses a party with debts, by a blocking minority", async () => {
    const now = await stage.now();
    const soon = { expiry: now + 600n, deliveryStart: now + 600n, deliveryEnd: now + 660n };
    const [spent, pending] = [await agreeOne(soon), await agreeOne()];
    await send(await stage.signatures([spent]));
    await reach(spent, AgreementStatus.Signed);
    await stage.pass(700n);
    const energyWh = 10n ** 14n;
    const signature = await signReading(stage.meter, stage.domain, { agreement: spent.id, energyWh });
    await done(stage.anvil, stage.market.settle(spent.agreement, energyWh, signature));
    expect((await stage.market.accountOf(stage.buyer.address)).openDebts).to.equal(1n);
    await send(await stage.signatures([pending]));
    await reach(pending, AgreementStatus.Terminated);
    expect(await reasonOf(pending)).to.equal(Reason.CommitteeRefused);
  });

  it("stops at SIGTERM with 0, and never printed its key", async () => {
    expect(await daemons[0]!.stop()).to.equal(0);
    expect(
      daemons[0]!
        .log()
        .slice(-2)
        .map(({ msg }) => msg),
    ).to.deep.equal(["stopping", "stopped"]);
    expect(await daemons[1]!.stop("SIGINT")).to.equal(0);
    for (const [index, daemon] of daemons.entries()) {
      const printed = (daemon.output.join("\n") + (await daemon.complaints)).toLowerCase();
      expect(printed).to.contain(stage.authorities[index]!.address.toLowerCase());
      expect(printed).to.not.contain(stage.authorities[index]!.privateKey.slice(2).toLowerCase());
    }
  });
});

describe("hardhat authority run on a traditional market", function () {
  this.timeout(120_000);
  let stage: Stage;
  before(async () => {
    stage = await Stage.set({ authorities: 2, kind: "traditional" });
    await Promise.all([0, 1].map((index) => stage.start(index)));
  });
  after(() => stage.clear());

  it("checks by a transaction of its own, without the parties' signatures", async () => {
    const [pending] = (await stage.agree(1)) as [Pending];
    await until(async () => (await stage.statusOf(pending)) === AgreementStatus.Signed);
    const market = TraditionalMarket__factory.connect(await stage.market.getAddress(), stage.anvil.provider);
    const checked = await market.queryFilter(market.filters.Checked());
    expect(checked).to.have.length(2);
  });
});
