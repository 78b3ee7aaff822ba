import { expect } from "chai";

import { currentFees } from "../../../src/chain/outbox/fees.js";
import { asBlock, asLogs, asReceipt } from "../../../src/chain/rpc/answers.js";
import { httpNodeClient } from "../../../src/chain/rpc/http-node-client.js";
import { NodeUnavailable, RpcError } from "../../../src/chain/rpc/node-client.js";
import { type Random, mulberry32 } from "../../../src/model/random.js";
import { systemClock } from "../../../src/service/clock.js";
import { type Behaviour, MisbehavingServer, type Message } from "./misbehaving-server.js";

const HASH = `0x${"ab".repeat(32)}`;

/** Any JSON, more often such as nodes tell. */
function anything(random: Random, depth = 3): unknown {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  if (depth > 0 && random() < 0.4) {
    const items = Array.from({ length: Math.floor(random() * 4) }, () => anything(random, depth - 1));
    const names = [
      "number",
      "hash",
      "parentHash",
      "timestamp",
      "baseFeePerGas",
      "reward",
      "error",
      "code",
      "message",
      "status",
      "logs",
    ];
    return random() < 0.5 ? items : Object.fromEntries(items.map((item) => [pick(names), item]));
  }
  return pick([
    null,
    true,
    0,
    -1,
    1e300,
    "",
    "0x",
    "0x1",
    "0xzz",
    HASH,
    "latest",
    "\u0000",
    "x".repeat(2_000),
    `0x${"f".repeat(65)}`,
  ]);
}

/** An answer to the messages, somehow wrong, or right. */
function somehow(random: Random): Behaviour {
  return (response, messages, _request, body) => {
    const answer = ({ id }: Message) => {
      const lot = random();
      if (lot < 0.5) return { jsonrpc: "2.0", id, result: anything(random) };
      if (lot < 0.7) return { jsonrpc: "2.0", id, error: anything(random) };
      if (lot < 0.8) return { jsonrpc: "2.0", id: anything(random), result: "0x1" };
      return lot < 0.9 ? { id, error: { code: -32000, message: "no" } } : anything(random);
    };
    const answers = messages.map(answer);
    const text = JSON.stringify(body.startsWith("[") === random() < 0.9 ? answers : answers[0]);
    const cut = random() < 0.1 ? text.slice(0, Math.floor(random() * text.length)) : text;
    response.writeHead(random() < 0.9 ? 200 : 400 + Math.floor(random() * 130)).end(cut);
  };
}

describe("any answer of a node", () => {
  for (const seed of [1, 2, 3, 4]) {
    it(`is a value, or an error of the node: seed ${seed}`, async () => {
      const server = await MisbehavingServer.start();
      try {
        const random = mulberry32(seed);
        const behaviour = somehow(random);
        const clock = {
          ...systemClock,
          sleep: (ms: number, signal?: AbortSignal) =>
            ms < 10_000 ? Promise.resolve() : systemClock.sleep(ms, signal),
        };
        const node = httpNodeClient({ url: server.url, clock, tries: 2 });
        const readers = [
          async () => asBlock(await node.request({ method: "eth_getBlockByNumber" })),
          async () => asReceipt(await node.request({ method: "eth_getTransactionReceipt" })),
          async () => asLogs(await node.request({ method: "eth_getLogs" })),
          () => currentFees({ request: (call) => node.request(call) }),
          () => node.requestMany([{ method: "eth_a" }, { method: "eth_b" }, { method: "eth_c" }]),
        ];
        for (let i = 0; i < 100; i++) {
          server.plays(...Array.from({ length: 60 }, () => behaviour));
          try {
            await readers[i % readers.length]!();
          } catch (error) {
            const isTold = error instanceof NodeUnavailable || error instanceof RpcError;
            if (!isTold) throw error;
            expect((error as Error).message.length).to.be.lessThan(3_000);
          }
        }
      } finally {
        await server.close();
      }
    });
  }
});
