import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { expect } from "chai";
import type { Wallet } from "ethers";

import type { MarketContract } from "../../../src/market/market-kind.js";
import { registrationKeyOf } from "../../support/keys.js";
import {
  agreementIdOf,
  domainOf,
  inSignerOrder,
  signAgreement,
  signApproval,
  signReading,
} from "../../../src/market/typed-data.js";
import { AgreementStatus, type Agreement } from "../../../src/model/terms.js";
import {
  BankMoney__factory,
  ImprovedMarket__factory,
  TraditionalMarket__factory,
} from "../../../typechain-types/index.js";
import { runHardhatIn } from "../../support/hardhat.js";
import { accept, DAY, offerOf } from "../../support/market.js";
import { startNode, type LocalNode } from "../../support/node.js";

interface Deployed {
  readonly kind: string;
  readonly market: string;
  readonly token: string;
  readonly block: number;
  readonly record: string;
}

describe("hardhat market deploy", function () {
  this.timeout(120_000);
  let node: LocalNode;
  let folder: string;
  let journal: string | undefined;
  before(async () => {
    node = await startNode();
    folder = mkdtempSync(join(tmpdir(), "wattlane-"));
  });
  after(async () => {
    await node.stop();
    rmSync(folder, { recursive: true });
    if (journal !== undefined) rmSync(journal, { recursive: true });
  });

  const hardhat = (...args: string[]) => runHardhatIn({ WATTLANE_LOCALHOST_URL: node.url }, ...args);
  const deploy = (...args: string[]) => hardhat("market", "deploy", "--network", "localhost", ...args);

  async function deployed(...args: string[]): Promise<Deployed> {
    const { code, stdout, stderr } = await deploy("--json", ...args);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    const record = JSON.parse(stdout) as Deployed;
    journal = dirname(record.record);
    return record;
  }

  /** A seller, a buyer whose meter is account 3, both registered and paid in by the bank. */
  async function users(
    market: MarketContract,
    token: string,
  ): Promise<{ seller: Wallet; buyer: Wallet; meter: Wallet }> {
    const [bank, seller, buyer, meter] = [0, 1, 2, 3].map((index) => node.account(index)) as [
      Wallet,
      Wallet,
      Wallet,
      Wallet,
    ];
    const money = BankMoney__factory.connect(token, bank);
    for (const user of [seller, buyer]) {
      await (await market.connect(user).register(registrationKeyOf(user))).wait();
      await (await money.mint(user.address, 10n ** 10n)).wait();
      await (await money.connect(user).approve(market, 10n ** 10n)).wait();
      await (await market.connect(user).deposit(user.address, 10n ** 10n)).wait();
    }
    await (await market.connect(bank).setMeter(buyer.address, meter.address)).wait();
    return { seller, buyer, meter };
  }

  async function tradeOf(market: MarketContract, seller: Wallet, buyer: Wallet, energyWh: bigint, number: bigint) {
    const now = BigInt((await node.provider.getBlock("latest"))!.timestamp);
    const offer = await offerOf(market, seller, { now, energyWh, number });
    await (await market.connect(seller).declare(offer)).wait();
    return accept(market, buyer, offer, energyWh);
  }

  async function settle(market: MarketContract, meter: Wallet, agreement: Agreement): Promise<void> {
    const agreementId = agreementIdOf(agreement);
    const domain = domainOf(31_337n, await market.getAddress());
    const signature = await signReading(meter, domain, { agreement: agreementId, energyWh: agreement.energyWh });
    await node.provider.send("evm_increaseTime", [`0x${(2n * DAY).toString(16)}`]);
    await (await market.settle(agreement, agreement.energyWh, signature)).wait();
    expect(await statusOf(market, agreement)).to.equal(AgreementStatus.Settled);
  }

  const statusOf = async (market: MarketContract, agreement: Agreement) =>
    (await market.agreementState(agreementIdOf(agreement))).status;

  it("refuses a wrong parameter, naming file and key, and deploys nothing", async () => {
    const file = join(folder, "wrong.json");
    writeFileSync(file, '{ "ImprovedMarket": { "capTrades": -1 } }');
    const { code, stdout, stderr } = await deploy("--parameters", file);
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: "" });
    expect(stderr).to.equal(`Error: ${file}: ImprovedMarket.capTrades: -1 is not a whole number of at most 16 bits\n`);
    expect(await node.provider.getBlockNumber()).to.equal(0);
  });

  it("reports in one line that no node answers", async () => {
    const dead = { WATTLANE_LOCALHOST_URL: "http://127.0.0.1:1" };
    const { code, stderr } = await runHardhatIn(dead, ..."market deploy --network localhost".split(" "));
    expect(code).to.equal(3);
    expect(stderr).to.match(/^Error: --network localhost: the node does not answer: [^\n]+\n$/);
  });

  it("asks for a network when none is named", async () => {
    const { code, stderr } = await runHardhatIn({}, "market", "deploy");
    expect(code).to.equal(2);
    expect(stderr).to.match(/^Error: --network is missing: [^\n]+\n$/);
  });

  it("deploys an improved market, on which a fast-lane trade and a verified one settle", async () => {
    const record = await deployed("--parameters", "ignition/parameters/example.json");
    const market = ImprovedMarket__factory.connect(record.market, node.account(0));
    const authorities = [13, 14, 15, 16, 17, 18, 19].map((index) => node.account(index));
    expect(await market.authorities()).to.deep.equal(authorities.map(({ address }) => address));
    const { seller, buyer, meter } = await users(market, record.token);

    const fast = await tradeOf(market, seller, buyer, 1_000_000n, 0n);
    expect(fast.status).to.equal(AgreementStatus.Signed);
    await settle(market, meter, fast.agreement);

    const slow = await tradeOf(market, seller, buyer, 10_000_001n, 1n);
    expect(slow.status).to.equal(AgreementStatus.AwaitingVerification);
    const domain = domainOf(31_337n, record.market);
    const approval = { agreement: slow.id, epoch: await market.committeeEpoch() };
    const approvals = authorities.slice(0, 5).map(async (authority) => ({
      signer: authority.address,
      signature: await signApproval(authority, domain, approval),
    }));
    const declarer = await signAgreement(seller, domain, slow.agreement);
    const accepter = await signAgreement(buyer, domain, slow.agreement);
    const signatures = inSignerOrder(await Promise.all(approvals));
    await (await market.verify(slow.agreement, declarer, accepter, signatures)).wait();
    expect(await statusOf(market, slow.agreement)).to.equal(AgreementStatus.Signed);
    await settle(market, meter, slow.agreement);
  });

  it("does not deploy a contract twice, and prints the record's place", async () => {
    const blocks = await node.provider.getBlockNumber();
    const { code, stdout } = await deploy();
    expect(code).to.equal(0);
    expect(stdout).to.match(/^ImprovedMarket +0x[0-9a-fA-F]{40} +2 +[\d,]+$/m);
    expect(stdout).to.contain("The improved market is deployed on chain 31337. Its record is ");
    expect(await node.provider.getBlockNumber()).to.equal(blocks);
  });

  it("refuses other parameters for a market that is already deployed", async () => {
    const file = join(folder, "other.json");
    writeFileSync(file, '{ "$global": { "capTrades": 3 } }');
    const { code, stderr } = await deploy("--parameters", file);
    expect(code).to.equal(1);
    expect(stderr).to.match(/^Error: [^\n]*ImprovedMarket#ImprovedMarket[^\n]*--reset[^\n]*\n$/);
  });

  it("deploys a traditional market on the same token, where every authority verifies", async () => {
    const record = await deployed("--kind", "traditional");
    const market = TraditionalMarket__factory.connect(record.market, node.account(0));
    const { seller, buyer, meter } = await users(market, record.token);
    const { agreement } = await tradeOf(market, seller, buyer, 1_000_000n, 2n);
    for (const index of [13, 14, 15, 16, 17, 18, 19])
      await (await market.connect(node.account(index)).verify(agreement)).wait();
    expect(await statusOf(market, agreement)).to.equal(AgreementStatus.Signed);
    await settle(market, meter, agreement);
  });
});
