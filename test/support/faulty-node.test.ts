import { expect } from "chai";
import { keccak256, parseEther } from "ethers";

import { mulberry32 } from "../../src/model/random.js";
import { startAnvil, type Anvil } from "./anvil.js";
import { startFaultyNode, type FaultyNode } from "./faulty-node.js";
import { atRandom, emptyLogsOnce, lacking, type Fault, type RpcAnswer } from "./node-faults.js";

describe("A faulty node between a client and a real one", () => {
  let anvil: Anvil;
  let faulty: FaultyNode;
  before(async () => {
    anvil = await startAnvil();
    faulty = await startFaultyNode(anvil.url);
  });
  after(async () => {
    await faulty.stop();
    await anvil.stop();
  });
  afterEach(() => {
    faulty.heal();
  });

  const post = (body: unknown, signal?: AbortSignal) =>
    fetch(faulty.url, { method: "POST", body: JSON.stringify(body), ...(signal === undefined ? {} : { signal }) });
  const call = (method: string, params: unknown[] = []) => ({ jsonrpc: "2.0", id: 7, method, params });
  const answer = async (method: string, params?: unknown[]) =>
    (await (await post(call(method, params))).json()) as RpcAnswer;
  const refused = (promise: Promise<unknown>) =>
    promise.then(
      () => false,
      () => true,
    );

  it("is the real node as long as nothing is injected, for one call and for many", async () => {
    expect(await answer("eth_chainId")).to.deep.equal({ jsonrpc: "2.0", id: 7, result: "0x7a69" });
    const both = await (await post([call("eth_chainId"), { ...call("eth_blockNumber"), id: 8 }])).json();
    expect(both).to.deep.equal([
      { jsonrpc: "2.0", id: 7, result: "0x7a69" },
      { jsonrpc: "2.0", id: 8, result: "0x0" },
    ]);
    expect(faulty.calls.get("eth_chainId")).to.equal(2);
  });

  it("refuses connections while it is down, and is back on the same port", async () => {
    await faulty.down();
    expect(await refused(answer("eth_chainId"))).to.equal(true);
    await faulty.up();
    expect((await answer("eth_chainId")).result).to.equal("0x7a69");
  });

  it("cuts a connection off, once, and only for the method named", async () => {
    faulty.inject({ kind: "cut off" }, { methods: ["eth_chainId"], times: 1 });
    expect((await answer("eth_blockNumber")).result).to.equal("0x0");
    expect(await refused(answer("eth_chainId"))).to.equal(true);
    expect((await answer("eth_chainId")).result).to.equal("0x7a69");
  });

  it("refuses a message of too many calls as a whole, by one error without an id", async () => {
    faulty.inject({ kind: "small batches", most: 1 });
    const refusal = (await (await post([call("eth_chainId"), call("eth_blockNumber")])).json()) as RpcAnswer;
    expect(refusal).to.include({ id: null }).and.have.property("error");
    expect((await answer("eth_chainId")).result).to.equal("0x7a69");
  });

  it("is behind by so many blocks, but not before the first", async () => {
    faulty.inject({ kind: "behind", blocks: 3 });
    expect((await answer("eth_blockNumber")).result).to.equal("0x0");
    await anvil.request("anvil_mine", [5]);
    expect((await answer("eth_blockNumber")).result).to.equal("0x2");
    expect((await answer("eth_getBlockByNumber", ["latest", false])).result).to.include({ number: "0x2" });
  });

  it("has habits that are not healed: logs that come late, methods that it lacks", async () => {
    const odd = await startFaultyNode(anvil.url, [lacking("eth_feeHistory"), emptyLogsOnce()]);
    odd.heal();
    const ask = async (method: string, params: unknown[]) => {
      const response = await fetch(odd.url, { method: "POST", body: JSON.stringify(call(method, params)) });
      return (await response.json()) as RpcAnswer;
    };
    expect((await ask("eth_feeHistory", [])).error?.code).to.equal(-32_601);
    const bad = [{ fromBlock: "nonsense" }];
    expect((await ask("eth_getLogs", bad)).result).to.deep.equal([]);
    expect((await ask("eth_getLogs", bad)).error).to.be.an("object");
    await odd.stop();
  });

  it("hangs until it is healed", async () => {
    faulty.inject({ kind: "hang" }, { methods: ["eth_gasPrice"] });
    const hanging = refused(answer("eth_gasPrice"));
    while (!faulty.calls.has("eth_gasPrice")) await answer("eth_chainId");
    faulty.heal();
    expect(await hanging).to.equal(true);
  });

  it("answers late, with statuses, with half an answer, with another's id, with nonsense and with errors", async () => {
    faulty.inject({ kind: "slow", ms: 1 }, { times: 1 });
    expect((await answer("eth_chainId")).result).to.equal("0x7a69");
    faulty.inject({ kind: "status", status: 429 }, { times: 1 });
    expect((await post(call("eth_chainId"))).status).to.equal(429);
    faulty.inject({ kind: "truncated" }, { times: 1 });
    expect(await (await post(call("eth_chainId"))).text()).to.equal('{"jsonrpc":"2.0","id"');
    faulty.inject({ kind: "wrong id" }, { times: 1 });
    expect((await answer("eth_chainId")).id).to.equal("another");
    faulty.inject({ kind: "nonsense", result: { none: "such" } }, { times: 1 });
    expect((await answer("eth_chainId")).result).to.deep.equal({ none: "such" });
    faulty.inject({ kind: "error", code: -32_005, message: "limit exceeded" }, { times: 1 });
    expect((await answer("eth_chainId")).error).to.deep.equal({ code: -32_005, message: "limit exceeded" });
  });

  it("swallows a raw transaction: its hash is answered, the node never hears of it", async () => {
    const signed = await anvil.account(0).signTransaction({
      to: anvil.account(1).address,
      value: parseEther("1"),
      gasLimit: 21_000n,
      gasPrice: 10n ** 10n,
      nonce: 0,
      chainId: 31_337n,
    });
    faulty.inject({ kind: "swallow" });
    expect((await answer("eth_sendRawTransaction", [signed])).result).to.equal(keccak256(signed));
    expect(await anvil.account(0).getNonce("pending")).to.equal(0);
    faulty.heal();
    expect((await answer("eth_sendRawTransaction", [signed])).result).to.equal(keccak256(signed));
    expect(await anvil.account(0).getNonce("pending")).to.equal(1);
  });

  it("knows no block above a stale head", async () => {
    const sent = await anvil.account(2).sendTransaction({ to: anvil.account(3).address, value: 1n });
    const receipt = (await sent.wait())!;
    const head = BigInt(receipt.blockNumber) - 1n;
    faulty.inject({ kind: "stale", head });
    expect(BigInt((await answer("eth_blockNumber")).result as string)).to.equal(head);
    const block = (await answer("eth_getBlockByNumber", ["latest", false])).result as { number: string };
    expect(BigInt(block.number)).to.equal(head);
    expect((await answer("eth_getTransactionCount", [sent.from, "latest"])).result).to.equal("0x0");
    expect((await answer("eth_getTransactionReceipt", [sent.hash])).result).to.equal(null);
  });

  it("draws its faults by lot, the same ones from the same seed", () => {
    const faults: Fault[] = [{ kind: "hang" }, { kind: "cut off" }];
    const drawn = (seed: number) => {
      const choice = atRandom(mulberry32(seed), 0.3, faults);
      return Array.from({ length: 200 }, () => choice({ jsonrpc: "2.0", id: 1, method: "eth_call" })?.kind);
    };
    expect(drawn(1)).to.deep.equal(drawn(1));
    expect(drawn(1)).to.not.deep.equal(drawn(2));
    expect(drawn(1)).to.include.members(["hang", "cut off", undefined]);
  });
});
