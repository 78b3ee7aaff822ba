import { expect } from "chai";

import { httpNodeClient } from "../../../src/chain/rpc/http-node-client.js";
import { NodeUnavailable } from "../../../src/chain/rpc/node-client.js";
import { systemClock } from "../../../src/service/clock.js";
import { MisbehavingServer, properly, type Behaviour, type Message } from "./misbehaving-server.js";

const error = (id: unknown, code: number, message: string) => ({ jsonrpc: "2.0", id, error: { code, message } });

/** How makes of node refuse a batch that is too long: an HTTP status, and what they answer. */
const REFUSALS: Readonly<Record<string, (messages: readonly Message[], most: number) => [number, unknown]>> = {
  "Geth: one error in a list, with the first id": ([first]) => [200, [error(first?.id, -32600, "batch too large")]],
  "Erigon: one error without an id": (messages, most) => [
    200,
    error(null, -32000, `batch limit ${most} exceeded: requested batch of ${messages.length}`),
  ],
  "Besu: one error without an id": () => [200, error(null, -32005, "Number of requests exceeds max batch size")],
  "Nethermind: one error without an id": () => [200, error(null, -32005, "Batch size limit exceeded")],
  "Reth: one error without an id": (_, most) => [
    200,
    error(null, -32010, `The batch request was too large: Exceeded max limit of ${most}`),
  ],
  "no batches at all": () => [200, error(null, -32600, "Batch requests are not supported")],
  "no batches at all, by a parser that expects an object": () => [200, error(null, -32700, "Parse error")],
  "an error in HTTP 400": (_, most) => [400, error(null, -32600, `batch limit ${most} exceeded`)],
  "an error in HTTP 500, with the first id": ([first], most) => [
    500,
    error(first?.id, 31, `Batch of more than ${most} requests are not allowed on freetier`),
  ],
  "HTTP 413": () => [413, "Request Entity Too Large"],
  "HTTP 500 without a word": () => [500, "oops"],
  "an error for each call": (messages) => [200, messages.map(({ id }) => error(id, -32600, "batch too large"))],
  "answers to the first ones only": (messages, most) => [
    200,
    messages.slice(0, most).map(({ id, method }) => ({ jsonrpc: "2.0", id, result: method })),
  ],
};

/** Takes batches of so many calls. */
function takes(most: number, refusal: (messages: readonly Message[], most: number) => [number, unknown]): Behaviour {
  return (response, messages, request, body) => {
    if (!body.startsWith("[") || messages.length <= most) {
      properly(response, messages, request, body);
      return;
    }
    const [status, answer] = refusal(messages, most);
    response.writeHead(status).end(typeof answer === "string" ? answer : JSON.stringify(answer));
  };
}

describe("a node that takes few calls in a message", () => {
  let server: MisbehavingServer;
  before(async () => (server = await MisbehavingServer.start()));
  after(() => server.close());

  const calls = Array.from({ length: 33 }, (_, i) => ({ method: `eth_${i}` }));
  const results = calls.map(({ method }) => ({ result: method }));
  const clock = { ...systemClock, sleep: waitNot };

  function client(behaviour: Behaviour, tries = 8) {
    server.plays(...Array.from({ length: 500 }, () => behaviour));
    return httpNodeClient({ url: server.url, clock, tries });
  }

  for (const [name, refusal] of Object.entries(REFUSALS)) {
    for (const most of name.startsWith("no batches") ? [0] : [1, 3, 10]) {
      it(`answers everything: ${name}${most > 0 ? `, above ${most}` : ""}`, async () => {
        const node = client(takes(most, refusal));
        expect(await node.requestMany(calls)).to.deep.equal(results);
        expect(await node.requestMany(calls, { together: true })).to.deep.equal(results);
        expect(await node.request({ method: "eth_x" })).to.equal("eth_x");
      });
    }
  }

  it("is asked in messages of the size that it took from then on", async () => {
    const node = client(takes(10, REFUSALS["Besu: one error without an id"]!));
    await node.requestMany(calls);
    const before = server.asked.length;
    expect(await node.requestMany(calls)).to.deep.equal(results);
    const sizes = server.asked.slice(before).map(({ length }) => length);
    expect(Math.max(...sizes)).to.be.at.most(10);
    expect(sizes).to.have.length(Math.ceil(33 / Math.max(...sizes)));
  });

  it("keeps the calls in their order where it matters", async () => {
    const node = client(takes(1, REFUSALS["Besu: one error without an id"]!));
    const raw = Array.from({ length: 9 }, () => ({ method: "eth_sendRawTransaction" }));
    await node.requestMany(raw);
    await node.requestMany(calls, { together: true });
    const single = server.asked.filter(({ length }) => length === 1).flat();
    expect(single).to.deep.equal([...raw.map(({ method }) => method), ...calls.map(({ method }) => method)]);
  });

  it("is asked for more again where it failed for another reason", async () => {
    let bad = 3;
    const node = client((...args) => {
      if (bad-- > 0) args[0].writeHead(503).end();
      else properly(...args);
    });
    for (let i = 0; i < 12; i++) expect(await node.requestMany(calls)).to.deep.equal(results);
    expect(server.asked.at(-1)).to.have.length(33);
  });

  it("is asked in smaller messages for answers that are too long for one", async () => {
    const many = (messages: readonly Message[]): [number, unknown] => [
      200,
      messages.map(({ id, method }, i) =>
        i < 2 ? { jsonrpc: "2.0", id, result: method } : error(id, -32003, "response too large"),
      ),
    ];
    expect(await client(takes(4, many)).requestMany(calls)).to.deep.equal(results);
    const long: Behaviour = (response, messages, ...rest) => {
      if (messages.length > 4) response.end(`"${"x".repeat(2_000)}"`);
      else properly(response, messages, ...rest);
    };
    server.plays(...Array.from({ length: 100 }, () => long));
    const node = httpNodeClient({ url: server.url, clock, limits: { timeoutMs: 10_000, maxBytes: 1_000 } });
    expect(await node.requestMany(calls)).to.deep.equal(results);
  });

  it("gives one call its own error, also by words about batches", async () => {
    const node = client((response, messages) => {
      const told = messages.map(({ id }) => error(id, -32600, "Batch requests are not supported"));
      response.end(JSON.stringify(messages.length === 1 ? told[0] : told));
    });
    const told = await node.requestMany(calls.slice(0, 3));
    expect(told.map((each) => ("error" in each ? each.error.code : 0))).to.deep.equal([-32600, -32600, -32600]);
  });

  it("is unavailable when it answers no message of any size", async () => {
    const node = client((response) => response.writeHead(500).end(), 3);
    const end = await node.requestMany(calls).catch((thrown: unknown) => thrown);
    expect(end).to.be.instanceOf(NodeUnavailable);
  });
});

/** A message's time is never over, and a wait takes none. */
function waitNot(ms: number, signal?: AbortSignal): Promise<void> {
  if (ms < 10_000) return Promise.resolve();
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });
}
