import { expect } from "chai";

import { openOutbox } from "../../../src/chain/outbox/open-outbox.js";
import { httpNodeClient } from "../../../src/chain/rpc/http-node-client.js";
import { systemClock as clock } from "../../../src/service/clock.js";
import { startAnvil } from "../../support/anvil.js";
import { startFaultyNode } from "../../support/faulty-node.js";
import type { RpcCall } from "../../support/node-faults.js";
import { until } from "../../support/until.js";

const TO = "0x00000000000000000000000000000000000abcde";
const lacking = (method: string) => ({
  kind: "error" as const,
  code: -32601,
  message: `the method ${method} does not exist/is not available`,
});

/** What makes of node lack. */
const HABITS: Readonly<Record<string, (call: RpcCall) => boolean>> = {
  "without the tag pending": ({ params = [] }) => params.includes("pending"),
  "without eth_maxPriorityFeePerGas": ({ method }) => method === "eth_maxPriorityFeePerGas",
  "without eth_feeHistory": ({ method }) => method === "eth_feeHistory",
  "without any of these": ({ method, params = [] }) =>
    params.includes("pending") || ["eth_maxPriorityFeePerGas", "eth_feeHistory"].includes(method),
};

describe("an outbox on a node", function () {
  this.timeout(60_000);
  for (const [habit, lacks] of Object.entries(HABITS)) {
    it(`${habit}, where transactions of an earlier process wait`, async () => {
      const node = await startAnvil({ mining: "on demand" });
      const faulty = await startFaultyNode(node.url);
      const stopping = new AbortController();
      const { signal } = stopping;
      try {
        const sender = node.account(0);
        for (const nonce of [0, 1]) await sender.sendTransaction({ to: TO, nonce, gasLimit: 30_000n });
        faulty.choose((call) => (lacks(call) ? lacking(call.method) : undefined));
        const backoff = { firstMs: 5, longestMs: 5 };
        const outbox = openOutbox({
          provider: httpNodeClient({ url: faulty.url, clock, signal, tries: 2, backoff }),
          sender,
          chainId: 31_337n,
          clock,
          signal,
          pollMs: 5,
          backoff,
          confirmations: 1,
        });
        const needed = () => Promise.resolve(true);
        const ends = Promise.all(
          [1, 2, 3].map((i) => outbox.run({ step: "number", to: TO, data: `0x0${i}`, gas: 60_000n, needed })),
        );
        let isOver = false;
        void ends.then(() => (isOver = true));
        await until(async () => {
          await node.request("anvil_mine", ["0x1"]);
          return isOver;
        });
        expect((await ends).map(({ kind }) => kind)).to.deep.equal(["done", "done", "done"]);
        expect(
          BigInt((await node.request("eth_getTransactionCount", [sender.address, "latest"])) as string),
        ).to.be.oneOf([5n, 6n]);
      } finally {
        stopping.abort(new Error("over"));
        await faulty.stop();
        await node.stop();
      }
    });
  }
});
