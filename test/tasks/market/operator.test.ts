import { expect } from "chai";

import { startAnvil, type Anvil } from "../../support/anvil.js";
import { openMarketCli, periodOptions, setUpMarket, type MarketCli } from "../../support/market-cli.js";

const NOW = 1_900_000_000n;

for (const kind of ["improved", "traditional"] as const) {
  describe(`operating a${kind === "improved" ? "n" : ""} ${kind} market by hardhat market`, function () {
    let anvil: Anvil;
    let cli: MarketCli;
    before(async () => {
      anvil = await startAnvil({ startsAt: NOW });
      cli = await openMarketCli(anvil.url);
      await setUpMarket(cli, kind);
    });
    after(async () => {
      cli.close();
      await anvil.stop();
    });

    const declare = () =>
      cli.json("declare", {
        account: "1",
        again: true,
        side: "sell",
        energy: "1",
        price: "80/MWh",
        ...periodOptions(NOW, 2),
      });

    it("shows the market, with the total deposited as the total held", async () => {
      const info = await cli.json("info");
      expect(info).to.include({ kind, chainId: "31337", paused: false, feePerMWh: "100000", capTrades: "20" });
      expect(info).to.include({
        authorities: 7,
        quorum: kind === "improved" ? "5" : "7",
        held: "2000000000",
        fees: "0",
      });
      expect(info).to.include({ operator: anvil.account(0).address, bank: anvil.account(0).address });
      const { stdout } = await cli.run("info");
      expect(stdout)
        .to.match(/^verification window +24 h$/m)
        .and.to.match(/^total held +2,000\.00 WEUR$/m);
    });

    it("changes the committee, each time with a new epoch", async () => {
      const before = await cli.json("authorities");
      expect(before.authorities).to.have.lengthOf(7);
      const added = await cli.json("authorities add", { authority: "1" });
      expect(added).to.include({ authorities: 8, quorum: "6", epoch: String(Number(before.epoch) + 1) });
      const removed = await cli.json("authorities remove", { authority: "1" });
      expect(removed).to.include({ authorities: 7, quorum: "5", epoch: String(Number(before.epoch) + 2) });
      expect((await cli.json("authorities")).authorities).to.deep.equal(before.authorities);
      const decides =
        kind === "improved" ? "5 of 7 authorities can verify an agreement, 3 can" : "all authorities must verify";
      expect((await cli.run("authorities")).stdout).to.contain(decides);
    });

    it("sets the caps of one user, and of all who register later", async () => {
      await cli.json("caps", { user: "2", trades: "3", energy: "4.5" });
      expect(await cli.json("status", { of: "2" })).to.include({ capTrades: "3", capEnergyWh: "4500" });
      await cli.json("caps", { trades: "7", energy: "8" });
      expect(await cli.json("register", { account: "4" })).to.include({ capTrades: "7", capEnergyWh: "8000" });
      expect(await cli.json("status", { of: "2" })).to.include({ capTrades: "3" });
    });

    it("sets the fee of later offers, and collects the fees", async () => {
      await cli.json("set-fee", { fee: "2/MWh" });
      expect(await declare()).to.include({ feePerMWh: "2000000" });
      expect(await cli.json("collect-fees", { to: "5" })).to.include({ amount: "0" });
    });

    it("pauses offers and agreements, not withdrawals", async () => {
      const { offer } = await declare();
      expect(await cli.json("pause", { dryRun: true })).to.include({ act: "pause", dryRun: true });
      expect(await cli.json("info")).to.include({ paused: false });
      await cli.json("pause");
      expect(await cli.json("info")).to.include({ paused: true });
      const again = { account: "1", side: "sell", energy: "2", price: "80/MWh", ...periodOptions(NOW, 2) };
      expect(await cli.refusal("declare", again)).to.match(/^the market is paused/);
      expect(await cli.refusal("accept", { account: "2", offer })).to.match(/^the market is paused/);
      expect(await cli.json("withdraw", { account: "2", amount: "1" })).to.include({ free: "999000000" });
      await cli.json("unpause");
      const { agreement, status } = await cli.json("accept", { account: "2", offer, energy: "1" });
      expect(status).to.equal(kind === "improved" ? "signed" : "awaiting verification");
      if (kind === "improved") return;
      const verify = { account: "2", agreement, out: "signature.json" };
      expect(await cli.refusal("verify", verify)).to.match(
        /^a traditional market needs no signatures from the parties/,
      );
      expect(await cli.json("status", { of: "2" })).to.include({ standing: "frozen until its trade ends" });
      expect(await cli.refusal("withdraw", { account: "2", amount: "2" })).to.match(
        /is frozen until its current trade ends/,
      );
    });
  });
}
