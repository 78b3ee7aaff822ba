import { expect } from "chai";

import {
  asAddress,
  asBlock,
  asBytes,
  asCount,
  asHash,
  asLogs,
  asQuantity,
  asReceipt,
} from "../../../src/chain/rpc/answers.js";
import { NodeUnavailable } from "../../../src/chain/rpc/node-client.js";

const HASH = `0x${"aB".repeat(32)}`;
const ADDRESS = `0x${"Cd".repeat(20)}`;

/** The problem with an answer, in full; fails the test when it is believed. */
function disbelief(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof NodeUnavailable) return error.message;
    throw error;
  }
  throw new Error("it was believed");
}

describe("a node's answers", () => {
  const unbelievable = [
    undefined,
    null,
    1,
    "",
    "0x",
    "12",
    "0xg1",
    "-0x1",
    `${HASH}00`,
    " 0x1",
    "0x1\n",
    { hex: "0x1" },
    ["0x1"],
  ];

  for (const [name, read, proper, value] of [
    ["a quantity", asQuantity, "0xFf", 255n],
    ["a quantity", asCount, "0x10", 16],
    ["a hash", asHash, HASH, HASH.toLowerCase()],
    ["an address", asAddress, ADDRESS, ADDRESS.toLowerCase()],
  ] as const) {
    it(`are ${name} or not believed (${read.name})`, () => {
      for (const answer of unbelievable) {
        expect(
          disbelief(() => read(answer, "it")),
          JSON.stringify(answer),
        ).to.match(new RegExp(`^the node's answer: it should be ${name}, not `));
      }
      expect(read(proper, "it")).to.equal(value);
    });
  }

  it("are bytes, none among them, or not believed", () => {
    for (const answer of [null, "", "0x1", "0xzz", "11"]) disbelief(() => asBytes(answer, "it"));
    expect(asBytes("0x", "it")).to.equal("0x");
    expect(asBytes("0xAB01", "it")).to.equal("0xab01");
  });

  it("show what they are instead, cut when long", () => {
    expect(disbelief(() => asQuantity("x".repeat(1_000), "the block's number"))).to.equal(
      `the node's answer: the block's number should be a quantity, not "${"x".repeat(79)}…`,
    );
    expect(disbelief(() => asCount(`0x${"f".repeat(16)}`, "it"))).to.include("should be a count");
  });

  const block = { number: "0x7", hash: HASH, parentHash: HASH, timestamp: "0x64", baseFeePerGas: "0x3" };

  it("hold a block, with or without a base fee, or none", () => {
    const hash = HASH.toLowerCase();
    const head = { number: 7n, hash, parentHash: hash, timestamp: 100n, logsBloom: undefined };
    expect(asBlock(block)).to.deep.equal({ ...head, baseFeePerGas: 3n });
    expect(asBlock({ ...block, baseFeePerGas: undefined })).to.deep.equal({ ...head, baseFeePerGas: undefined });
    expect(asBlock(null)).to.equal(undefined);
  });

  it("are no block when a part is missing or none, as in a pending one", () => {
    for (const key of Object.keys(block)) disbelief(() => asBlock({ ...block, [key]: "" }));
    disbelief(() => asBlock({ ...block, hash: null }));
    for (const answer of [undefined, "0x1", []]) disbelief(() => asBlock(answer));
  });

  const log = {
    address: ADDRESS,
    topics: [HASH],
    data: "0x01",
    blockNumber: "0x7",
    blockHash: HASH,
    transactionHash: HASH,
    logIndex: "0x2",
  };

  it("hold logs", () => {
    expect(asLogs([])).to.deep.equal([]);
    expect(asLogs([{ ...log, removed: false }])).to.deep.equal([
      {
        address: ADDRESS.toLowerCase(),
        topics: [HASH.toLowerCase()],
        data: "0x01",
        blockNumber: 7n,
        blockHash: HASH.toLowerCase(),
        transactionHash: HASH.toLowerCase(),
        logIndex: 2,
      },
    ]);
  });

  it("are no logs when a part is missing or none, when one is removed or has too many topics", () => {
    for (const key of Object.keys(log)) disbelief(() => asLogs([{ ...log, [key]: 5 }]));
    expect(disbelief(() => asLogs([log, { ...log, removed: true }]))).to.include("log 1 should be a log of the chain");
    disbelief(() => asLogs([{ ...log, topics: Array(5).fill(HASH) }]));
    for (const answer of [null, {}, [null]]) disbelief(() => asLogs(answer));
  });

  const receipt = {
    transactionHash: HASH,
    blockNumber: "0x7",
    blockHash: HASH,
    gasUsed: "0x5208",
    status: "0x1",
    logs: [log],
  };

  it("hold a receipt, or none", () => {
    expect(asReceipt(receipt)).to.deep.include({ gasUsed: 21_000n, succeeded: true, blockNumber: 7n });
    expect(asReceipt({ ...receipt, status: "0x0", logs: [] })).to.deep.include({ succeeded: false, logs: [] });
    expect(asReceipt(null)).to.equal(undefined);
  });

  it("are no receipt when a part is missing or none, or a log is another transaction's or block's", () => {
    for (const key of Object.keys(receipt)) disbelief(() => asReceipt({ ...receipt, [key]: "?" }));
    disbelief(() => asReceipt({ ...receipt, status: "0x2" }));
    for (const key of ["transactionHash", "blockHash"]) {
      disbelief(() => asReceipt({ ...receipt, logs: [{ ...log, [key]: `0x${"11".repeat(32)}` }] }));
    }
  });
});
