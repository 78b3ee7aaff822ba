import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { AgreementStatus } from "../../../src/model/terms.js";
import { post, Stage } from "../../authority/stage.js";
import { freePort } from "../../support/daemon.js";
import { openMarketCli, type MarketCli } from "../../support/market-cli.js";
import { until } from "../../support/until.js";

const SELLER = { account: "1" };
const BUYER = { account: "2" };

describe("hardhat market verify", function () {
  let stage: Stage;
  let cli: MarketCli;
  let record: string;
  before(async () => {
    stage = await Stage.set({ authorities: 1 });
    record = join(stage.folder, "market.json");
    cli = await openMarketCli(stage.anvil.url);
    await stage.start(0);
  });
  after(async () => {
    cli.close();
    await stage.clear();
  });

  it("sends both parties' signatures to a running authority, and the agreement is signed", async () => {
    const [pending] = await stage.agree(1);
    const { id: agreement } = pending!;
    const asked = { record, agreement, authorities: stage.url(0) };
    const before = await stage.anvil.provider.getBlockNumber();
    const planned = await cli.json("verify", { ...SELLER, ...asked, dryRun: true });
    expect(planned).to.include({ dryRun: true, agreement, signer: stage.seller.address });
    const { deliveries } = await cli.json("verify", { ...SELLER, ...asked });
    expect(deliveries).to.deep.equal([{ url: stage.url(0), accepted: true, answer: "accepted" }]);
    const asks = { record, authorities: stage.url(0) };
    const standing = await cli.json("status", { ...asks, of: agreement });
    expect(standing).to.deep.include({ signedBy: "seller", missing: "buyer", turns: ["buyer"] });
    expect(standing.next).to.match(/^the buyer's turn: market verify, until \d{4}-\S+Z$/);
    const unasked = await cli.json("status", { record, of: agreement });
    expect(unasked.next).to.match(/^the buyer's and the seller's turn: market verify, until \S+Z$/);
    expect(((await cli.json("status", { ...asks, ...BUYER })).next as string[])[0]).to.match(
      /^your turn: market verify, until \S+Z$/,
    );
    expect(((await cli.json("status", { ...asks, ...SELLER })).next as string[])[0]).to.match(
      /^the buyer's turn: market verify, until /,
    );
    const listed = (await cli.run("offers", { record })).stdout;
    expect(listed).to.match(/^0x\w{12}: agreement 0x\w{12} on [\d,.]+ kWh awaits verification: see market status$/m);
    expect(await stage.anvil.provider.getBlockNumber()).to.equal(before);
    expect(await stage.statusOf(pending!)).to.equal(AgreementStatus.AwaitingVerification);
    const { stdout } = await cli.run("verify", { ...BUYER, ...asked });
    expect(stdout).to.match(/^http:\/\/127\.0\.0\.1:\d+ +accepted$/m);
    await until(async () => (await stage.statusOf(pending!)) === AgreementStatus.Signed);
    expect(await cli.json("status", { record, of: agreement })).to.include({ status: "signed", fastLane: false });
  });

  it("reports each authority's answer, and fails when none accepted the signature", async () => {
    const [pending] = await stage.agree(1);
    const { id: agreement } = pending!;
    const dead = `http://127.0.0.1:${await freePort()}`;
    const refusal = await cli.refusal("verify", { ...SELLER, record, agreement, authorities: dead });
    expect(refusal).to.match(/^--authorities: none accepted the signature: http:\/\/127\.0\.0\.1:\d+: no answer: /);
    expect(await cli.refusal("status", { record, of: agreement, authorities: dead })).to.match(
      /^--authorities: none answered: http:\S+: no answer: /,
    );
    expect(await cli.refusal("status", { record, of: agreement, authorities: "x" })).to.match(
      /^--authorities x: is not a/,
    );
    const both = { ...SELLER, record, agreement, authorities: `${dead},${stage.url(0)}` };
    const { deliveries } = await cli.json("verify", both);
    expect((deliveries as { accepted: boolean }[]).map(({ accepted }) => accepted)).to.deep.equal([false, true]);
  });

  it("writes the signature to a file", async () => {
    const [pending] = await stage.agree(1);
    const { id: agreement } = pending!;
    const out = join(stage.folder, "signature.json");
    const { stdout } = await cli.run("verify", { ...BUYER, record, agreement, out });
    expect(stdout).to.equal(`Wrote the signature to ${out}.\n`);
    const written = JSON.parse(readFileSync(out, "utf8")) as { signature: string };
    expect(written).to.include({ agreement, signer: stage.buyer.address });
    const brought = () => post(`${stage.url(0)}/signatures`, { agreement, signature: written.signature });
    await until(async () => (await brought()).status === 202);
  });
});
