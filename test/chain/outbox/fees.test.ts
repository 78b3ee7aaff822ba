import { expect } from "chai";

import { currentFees, raisedFees } from "../../../src/chain/outbox/fees.js";
import { NodeUnavailable, RpcError } from "../../../src/chain/rpc/node-client.js";

describe("raised fees", () => {
  it("are an eighth more of both, rounded up, so that a node replaces", () => {
    expect(raisedFees({ max: 80n, tip: 8n }, { max: 0n, tip: 0n })).to.deep.equal({ max: 90n, tip: 9n });
    expect(raisedFees({ max: 81n, tip: 1n }, { max: 0n, tip: 0n })).to.deep.equal({ max: 92n, tip: 2n });
  });

  it("are what the node asks, where that is more", () => {
    expect(raisedFees({ max: 80n, tip: 8n }, { max: 50n, tip: 20n })).to.deep.equal({ max: 90n, tip: 20n });
    expect(raisedFees({ max: 80n, tip: 8n }, { max: 500n, tip: 0n })).to.deep.equal({ max: 500n, tip: 9n });
  });

  it("never offer a tip above the whole", () => {
    expect(raisedFees({ max: 8n, tip: 8n }, { max: 10n, tip: 30n })).to.deep.equal({ max: 30n, tip: 30n });
  });

  it("add several eighths at once where one was not enough", () => {
    expect(raisedFees({ max: 64n, tip: 64n }, { max: 0n, tip: 0n }, 2)).to.deep.equal({ max: 81n, tip: 81n });
  });
});

describe("the fees to offer", () => {
  const GWEI = 1_000_000_000n;
  const history = { baseFeePerGas: ["0x1", "0x3b9aca00"], reward: [["0x77359400"]] };
  const all: Readonly<Record<string, unknown>> = {
    eth_feeHistory: history,
    eth_maxPriorityFeePerGas: "0xb2d05e00",
    eth_gasPrice: "0x12a05f200",
    eth_getBlockByNumber: {
      number: "0x1",
      hash: `0x${"11".repeat(32)}`,
      parentHash: `0x${"22".repeat(32)}`,
      timestamp: "0x1",
      baseFeePerGas: "0x77359400",
    },
  };
  /** A node that knows these methods only. */
  const node = (methods: Readonly<Record<string, unknown>>) => ({
    request: ({ method }: { method: string }) =>
      method in methods
        ? Promise.resolve(methods[method])
        : Promise.reject(new RpcError(-32601, `the method ${method} does not exist/is not available`, undefined)),
  });
  const without = (...lacking: string[]) =>
    node(Object.fromEntries(Object.entries(all).filter(([method]) => !lacking.includes(method))));

  it("are the tip that the node suggests, and twice the next base fee", async () => {
    expect(await currentFees(node(all))).to.deep.equal({ max: 5n * GWEI, tip: 3n * GWEI });
  });

  it("have the tip that the last block paid, on a node without eth_maxPriorityFeePerGas", async () => {
    expect(await currentFees(without("eth_maxPriorityFeePerGas"))).to.deep.equal({ max: 4n * GWEI, tip: 2n * GWEI });
  });

  it("have the rest of the gas price for a tip where the last block was empty", async () => {
    const empty = node({ ...all, eth_feeHistory: { ...history, reward: [["0x0"]] }, eth_maxPriorityFeePerGas: null });
    expect(await currentFees(empty)).to.deep.equal({ max: 6n * GWEI, tip: 4n * GWEI });
    const none = node({ ...all, eth_feeHistory: { ...history, reward: null }, eth_maxPriorityFeePerGas: null });
    expect(await currentFees(none)).to.deep.equal({ max: 6n * GWEI, tip: 4n * GWEI });
  });

  it("have the last block's base fee, on a node without eth_feeHistory", async () => {
    expect(await currentFees(without("eth_feeHistory"))).to.deep.equal({ max: 7n * GWEI, tip: 3n * GWEI });
  });

  it("come of block and gas price, on a node that knows neither", async () => {
    const fees = await currentFees(without("eth_feeHistory", "eth_maxPriorityFeePerGas"));
    expect(fees).to.deep.equal({ max: 7n * GWEI, tip: 3n * GWEI });
  });

  it("come of the gas price, where there is no base fee", async () => {
    const block = { ...(all["eth_getBlockByNumber"] as Record<string, unknown>), baseFeePerGas: undefined };
    const old = node({ eth_getBlockByNumber: block, eth_gasPrice: "0x12a05f200" });
    expect(await currentFees(old)).to.deep.equal({ max: 10n * GWEI, tip: 5n * GWEI });
  });

  it("are 0 where gas is free", async () => {
    const free = { baseFeePerGas: ["0x0", "0x0"], reward: [["0x0"]] };
    const nothing = { eth_feeHistory: free, eth_maxPriorityFeePerGas: "0x0", eth_gasPrice: "0x0" };
    expect(await currentFees(node(nothing))).to.deep.equal({ max: 0n, tip: 0n });
    expect(await currentFees(node({ ...nothing, eth_maxPriorityFeePerGas: null }))).to.deep.equal({ max: 0n, tip: 0n });
  });

  it("are not made up: malformed answers and a node that knows nothing throw", async () => {
    const nonsense = [
      { eth_feeHistory: "0x1" },
      { eth_maxPriorityFeePerGas: {} },
      { eth_feeHistory: { baseFeePerGas: [] } },
    ];
    for (const wrong of nonsense) {
      expect(await currentFees(node({ ...all, ...wrong })).catch((e: unknown) => e)).to.be.instanceOf(NodeUnavailable);
    }
    expect(await currentFees(node({})).catch((e: unknown) => e)).to.be.instanceOf(RpcError);
  });
});
