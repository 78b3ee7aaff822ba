import { expect } from "chai";
import { toQuantity } from "ethers";

import { type Anvil, type AnvilOptions, startAnvil } from "../../support/anvil.js";
import { type FaultyNode, startFaultyNode } from "../../support/faulty-node.js";
import { joinMarket, type MarketCli, openMarketCli, setUpMarket } from "../../support/market-cli.js";
import { keyOf } from "../../support/node.js";
import { until } from "../../support/until.js";

const missing = (method: string) => ({
  kind: "error" as const,
  code: -32601,
  message: `the method ${method} does not exist/is not available`,
});

describe("hardhat market on other makes of node", function () {
  this.timeout(60_000);
  let stops: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const stop of stops.reverse()) await stop();
    stops = [];
  });

  /** A node behind a proxy, and the commands there, with the accounts' keys in the configuration or in the node. */
  async function open(
    options: AnvilOptions & { readonly keys?: boolean } = {},
  ): Promise<{ anvil: Anvil; node: FaultyNode; cli: MarketCli }> {
    const anvil = await startAnvil(options);
    const node = await startFaultyNode(anvil.url);
    const keys = Array.from({ length: 10 }, (_, index) => keyOf(index));
    const cli = await openMarketCli(node.url, options.keys === true ? keys : undefined);
    stops.push(
      () => anvil.stop(),
      () => node.stop(),
      () => {
        cli.close();
      },
    );
    return { anvil, node, cli };
  }

  it("one that holds accounts and cannot sign typed data is named as such", async () => {
    const { node, cli } = await open();
    await cli.json("deploy");
    const method = "eth_signTypedData_v4";
    node.inject(missing(method), { methods: [method] });
    expect(await cli.refusal("register", { account: "1" })).to.match(
      /^this node cannot sign for 0x\w{40} \(the method eth_signTypedData_v4 does not exist.*\): use --network live with/,
    );
    node.inject(
      { kind: "error", code: -32000, message: "authentication needed: password or unlock" },
      { methods: [method] },
    );
    expect(await cli.refusal("register", { account: "1" })).to.match(/^this node cannot sign for .*password or unlock/);
    node.inject({ kind: "nonsense", result: `0x${"ff".repeat(65)}` }, { methods: [method] });
    expect(await cli.refusal("register", { account: "1" })).to.match(/^the node's answer: the signature should be/);
  });

  for (const keys of [true, false]) {
    it(`one whose gas is free is offered nothing, by an account without coin (key ${keys ? "here" : "there"})`, async () => {
      const { anvil, node, cli } = await open({
        keys,
        args: ["--base-fee", "0", "--gas-price", "0", "--disable-min-priority-fee"],
      });
      node.inject({ kind: "nonsense", result: "0x0" }, { methods: ["eth_maxPriorityFeePerGas", "eth_gasPrice"] });
      await cli.json("deploy");
      await anvil.request("anvil_setBalance", [anvil.account(5).address, "0x0"]);
      const { transaction } = await cli.json("register", { account: "5" });
      const sent = (await anvil.request("eth_getTransactionByHash", [transaction])) as Record<string, string>;
      expect(sent["maxFeePerGas"] ?? sent["gasPrice"]).to.equal("0x0");
    });
  }

  for (const lacking of ["eth_maxPriorityFeePerGas", "eth_feeHistory", "pending"]) {
    it(`one without ${lacking} takes every step of a user`, async () => {
      const { node, cli } = await open({ keys: true });
      await cli.json("deploy");
      node.choose(({ method, params = [] }) =>
        method === lacking || params.includes(lacking) ? missing(lacking) : undefined,
      );
      await joinMarket(cli);
      expect(await cli.json("status", { account: "1" })).to.have.property("registered", true);
    });
  }

  it("one that estimates the gas after refunds: a deposit by permit does not run out of it", async () => {
    const { anvil, node, cli } = await open();
    await setUpMarket(cli);
    const deposit = { account: "1", amount: "500" };
    const snapshot = await anvil.request("evm_snapshot");
    const { gas } = await cli.json("deposit", deposit);
    await anvil.request("evm_revert", [snapshot]);
    node.inject({ kind: "nonsense", result: toQuantity(BigInt(String(gas))) }, { methods: ["eth_estimateGas"] });
    expect(await cli.json("deposit", deposit)).to.have.property("received");
  });

  it("a transaction that ran out of gas is said to have done so", async () => {
    const { node, cli } = await open();
    await cli.json("deploy");
    node.inject({ kind: "nonsense", result: toQuantity(30_000) }, { methods: ["eth_estimateGas"] });
    const { code, stderr } = await cli.run("register", { account: "1" });
    expect(code).to.equal(1);
    expect(stderr).to.match(
      /\nError: transaction 0x\w{64} ran out of gas: it used its whole limit of 37,500, and nothing happened; run the command again\n$/,
    );
  });

  describe("two commands with one key at once:", () => {
    it("the loser sees that another took its nonce, and that nothing happened", async () => {
      const { anvil, cli } = await open({ keys: true });
      await cli.json("deploy");
      await anvil.request("evm_setAutomine", [false]);
      const wallet = anvil.account(1);
      const losing = cli.run("register", { account: "1" });
      const waiting = async () => Number(await anvil.request("eth_getTransactionCount", [wallet.address, "pending"]));
      await until(async () => (await waiting()) === 1);
      const gwei = 10n ** 9n;
      const fees = { maxFeePerGas: 50n * gwei, maxPriorityFeePerGas: 20n * gwei };
      const { hash } = await wallet.sendTransaction({ to: wallet.address, nonce: 0, gasLimit: 30_000n, ...fees });
      await anvil.request("evm_mine");
      expect((await losing).stderr).to.match(
        new RegExp(
          `\nError: nothing happened: the account sent another transaction at the same time, ${hash}, and it took`,
        ),
      );
    });

    const refusals: readonly (readonly [message: string, told: RegExp])[] = [
      ["nonce too low: next nonce 5, tx nonce 4", /^nothing happened: .* run the command again when it is mined/],
      ["replacement transaction underpriced", /^nothing happened: .* run the command again when it is mined/],
      ["already known", /^the same transaction was sent a moment ago, and this command sent nothing/],
      ["insufficient funds for gas * price + value", /cannot pay for its gas: get some of the chain's coin/],
      ["txpool is full", /^the node refused the transaction: txpool is full$/],
    ];
    for (const [message, told] of refusals) {
      it(`a node that says "${message}" is understood`, async () => {
        const { node, cli } = await open({ keys: true });
        await cli.json("deploy");
        node.inject({ kind: "error", code: -32000, message }, { methods: ["eth_sendRawTransaction"] });
        expect(await cli.refusal("register", { account: "1" })).to.match(told);
      });
    }
  });
});
