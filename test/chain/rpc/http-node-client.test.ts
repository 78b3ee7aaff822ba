import { expect } from "chai";

import type { Clock } from "../../../src/service/clock.js";
import { httpNodeClient } from "../../../src/chain/rpc/http-node-client.js";
import { NodeUnavailable, RpcError } from "../../../src/chain/rpc/node-client.js";
import type { NodeFault } from "../../../src/chain/rpc/node-fault.js";
import { UserError } from "../../../src/model/errors.js";
import { MisbehavingServer, properly, refuses, says, type Behaviour } from "./misbehaving-server.js";

const TIMEOUT_MS = 7_777;

/** Waits take no time and are noted; a request's time is over when the test says so. */
class TestClock implements Clock {
  readonly waits: number[] = [];
  #expire: () => void = () => undefined;

  now(): number {
    return 0;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    if (ms !== TIMEOUT_MS) {
      this.waits.push(ms);
      return Promise.resolve();
    }
    return new Promise((over) => (this.#expire = over));
  }

  expire(): void {
    this.#expire();
  }
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (told) => expect.fail(`nothing was refused: ${String(told)}`),
    (error: unknown) => error,
  );
}

describe("httpNodeClient", () => {
  let server: MisbehavingServer;
  let clock: TestClock;
  let faults: NodeFault[];

  before(async () => (server = await MisbehavingServer.start()));
  after(() => server.close());
  beforeEach(() => {
    clock = new TestClock();
    faults = [];
    server.plays();
  });

  function client(options: Partial<Parameters<typeof httpNodeClient>[0]> = {}) {
    return httpNodeClient({
      url: server.url,
      clock,
      limits: { timeoutMs: TIMEOUT_MS, maxBytes: 1_000 },
      onFault: (fault) => faults.push(fault),
      ...options,
    });
  }

  const call = { method: "eth_blockNumber" };
  const answer = (id: unknown) => JSON.stringify({ jsonrpc: "2.0", id, result: "0x1" });

  const passing: Record<string, { behaviour: Behaviour; kind: NodeFault["kind"]; problem: string }> = {
    "HTTP 500": { behaviour: says("oops", 500), kind: "status", problem: "HTTP status 500" },
    "HTTP 503 with a proper body": {
      behaviour: (response, ...rest) => {
        properly(response.writeHead(503), ...rest);
      },
      kind: "status",
      problem: "HTTP status 503",
    },
    "HTTP 429": { behaviour: says("", 429), kind: "status", problem: "HTTP status 429" },
    "HTTP 404 from a web server": { behaviour: says("{}", 404), kind: "status", problem: "HTTP status 404" },
    "a redirect": {
      behaviour: says("", 302, { location: "/elsewhere" }),
      kind: "status",
      problem: "HTTP status 302",
    },
    "a body that is not JSON": { behaviour: says("<html>"), kind: "malformed", problem: "the answer is not JSON" },
    "an empty body": { behaviour: says(""), kind: "malformed", problem: "the answer is not JSON" },
    "JSON that breaks off": {
      behaviour: says(`{"jsonrpc":"2.0","id":1,"resu`),
      kind: "malformed",
      problem: "the answer is not JSON",
    },
    "a body shorter than announced": {
      behaviour: (response) => {
        response.writeHead(200, { "content-length": "400" });
        response.write(`{"jsonrpc"`, () => response.destroy());
      },
      kind: "broken",
      problem: "the connection broke off",
    },
    "a connection that closes without an answer": {
      behaviour: (response) => response.destroy(),
      kind: "broken",
      problem: "the connection broke off",
    },
    "another question's id": {
      behaviour: says(answer(4_711)),
      kind: "malformed",
      problem: "the answer has the id of another question",
    },
    "an id that is text": {
      behaviour: (response, [first]) => response.end(answer(String(first?.id))),
      kind: "malformed",
      problem: "the answer has the id of another question",
    },
    "no id": {
      behaviour: says(`{"result":1}`),
      kind: "malformed",
      problem: "the answer has the id of another question",
    },
    "a list for a single question": {
      behaviour: (response, [first]) => response.end(`[${answer(first?.id)}]`),
      kind: "malformed",
      problem: "the answer is a batch",
    },
    "neither result nor error": {
      behaviour: (response, [first]) => response.end(JSON.stringify({ jsonrpc: "2.0", id: first?.id })),
      kind: "malformed",
      problem: "the answer has neither result nor error",
    },
    "an error that is a text": {
      behaviour: (response, [first]) => response.end(JSON.stringify({ id: first?.id, error: "no" })),
      kind: "malformed",
      problem: "the answer has an error without code and message",
    },
    null: { behaviour: says("null"), kind: "malformed", problem: "the answer is not an object" },
    "a rate limit": {
      behaviour: refuses(-32005, "daily request count exceeded"),
      kind: "busy",
      problem: "the node answers: daily request count exceeded (-32005)",
    },
    "an internal error": {
      behaviour: refuses(-32603, "Internal error"),
      kind: "busy",
      problem: "the node answers: Internal error (-32603)",
    },
    "a block that has not come yet": {
      behaviour: refuses(-32000, "header not found"),
      kind: "busy",
      problem: "the node answers: header not found (-32000)",
    },
  };

  for (const [name, { behaviour, kind, problem }] of Object.entries(passing)) {
    it(`asks again after ${name}`, async () => {
      server.plays(behaviour);
      expect(await client().request(call)).to.equal("eth_blockNumber");
      expect(faults).to.have.length(1);
      expect(faults[0]).to.include({ kind, attempt: 1, retryInMs: 100 });
      expect(faults[0]?.problem).to.include(problem);
      expect(clock.waits).to.deep.equal([100]);
    });
  }

  it("asks again when no answer comes in time", async () => {
    server.plays(() => {
      clock.expire();
    });
    expect(await client().request(call)).to.equal("eth_blockNumber");
    expect(faults[0]).to.include({ kind: "timeout", problem: "no answer within 7777 ms" });
  });

  it("asks again when the answer begins and does not end in time", async () => {
    server.plays((response) => {
      response.writeHead(200);
      response.write("{", () => {
        clock.expire();
      });
    });
    expect(await client().request(call)).to.equal("eth_blockNumber");
    expect(faults[0]).to.include({ kind: "timeout" });
  });

  const final: Record<string, Behaviour> = {
    "a revert": refuses(3, "execution reverted", "0x1234"),
    "a revert in Hardhat's dress": refuses(-32603, "Error: reverted", { data: "0x" }),
    "a transaction's fault by the code of an internal error": refuses(-32603, "nonce too low"),
    "a limit on the answer's size": refuses(-32005, "query returned more than 10000 results"),
    "an unknown method": refuses(-32601, "the method does not exist"),
  };
  for (const [name, behaviour] of Object.entries(final)) {
    it(`takes ${name} for the node's answer`, async () => {
      server.plays(behaviour);
      expect(await failure(client().request(call))).to.be.instanceOf(RpcError);
      expect(faults).to.deep.equal([]);
      expect(server.asked).to.have.length(1);
    });
  }

  it("keeps code and data of an error, even with HTTP 400", async () => {
    server.plays((response, ...rest) => {
      refuses(3, "execution reverted", "0x1234")(response.writeHead(400), ...rest);
    });
    expect(await failure(client().request(call))).to.include({
      code: 3,
      message: "execution reverted",
      data: "0x1234",
    });
  });

  it("leaves the asking for a given-up block's logs to whoever follows the chain", async () => {
    server.plays(refuses(-32000, "unknown block"));
    const error = await failure(client().request({ method: "eth_getLogs", params: [{ blockHash: "0x" }] }));
    expect(error).to.be.instanceOf(RpcError);
  });

  it("gives up after the tries allowed, waiting twice as long each time up to a limit", async () => {
    server.plays(...Array.from({ length: 5 }, () => says("", 500)));
    const error = await failure(client({ tries: 5, backoff: { firstMs: 10, longestMs: 50 } }).request(call));
    expect(error).to.be.instanceOf(NodeUnavailable);
    expect((error as Error).message).to.equal("the node: eth_blockNumber: HTTP status 500");
    expect(clock.waits).to.deep.equal([10, 20, 40, 50]);
    expect(faults.map(({ retryInMs }) => retryInMs)).to.deep.equal([10, 20, 40, 50, undefined]);
  });

  it("takes up to half off a wait by the random numbers it is given", async () => {
    server.plays(says("", 500), says("", 500));
    const numbers = [0, 0.5];
    const random = () => numbers.shift() ?? 0;
    await client({ backoff: { firstMs: 100, longestMs: 1_000, random } }).request(call);
    expect(clock.waits).to.deep.equal([100, 150]);
  });

  it("waits as long as the node asks for, but not beyond its own limit", async () => {
    server.plays(says("", 429, { "retry-after": "2" }), says("", 429, { "retry-after": "86400" }));
    await client().request(call);
    expect(clock.waits).to.deep.equal([2_000, 5_000]);
  });

  it("is told when nobody listens", async () => {
    const closed = await MisbehavingServer.start();
    const { url } = closed;
    await closed.close();
    const error = await failure(client({ url: `${url}/?key=secret`, tries: 2 }).request(call));
    expect(error).to.be.instanceOf(NodeUnavailable);
    expect((error as Error).message).to.equal("the node: eth_blockNumber: cannot be reached (ECONNREFUSED)");
    expect(faults.map(({ kind }) => kind)).to.deep.equal(["unreachable", "unreachable"]);
  });

  it("does not read an answer beyond the size allowed, nor ask for it again", async () => {
    server.plays(says(`"${"x".repeat(1_000)}"`));
    const error = await failure(client().request(call));
    expect(error).to.be.instanceOf(NodeUnavailable);
    expect((error as Error).message).to.include("longer than 1000 bytes");
    expect(server.asked).to.have.length(1);
  });

  it("asks once only for what would be done twice", async () => {
    for (const method of ["eth_sendTransaction", "evm_mine"]) {
      server.plays(says("", 500));
      expect(await failure(client().request({ method })), method).to.be.instanceOf(NodeUnavailable);
      expect(server.asked).to.deep.equal([[method]]);
    }
  });

  it("ends with the signal's reason, before, under way and while waiting", async () => {
    const reason = new Error("stopped");
    const early = new AbortController();
    early.abort(reason);
    expect(await failure(client({ signal: early.signal }).request(call))).to.equal(reason);

    const underWay = new AbortController();
    server.plays(() => {
      underWay.abort(reason);
    });
    expect(await failure(client({ signal: underWay.signal }).request(call))).to.equal(reason);

    const waiting = new AbortController();
    server.plays(says("", 500));
    const impatient = client({
      signal: waiting.signal,
      onFault: () => {
        waiting.abort(reason);
      },
    });
    expect(await failure(impatient.request(call))).to.equal(reason);
    expect(server.asked).to.have.length(1);
  });

  describe("of many", () => {
    const calls = ["a", "b", "c", "d", "e"].map((name) => ({ method: `eth_${name}` }));
    const results = calls.map(({ method }) => ({ result: method }));

    it("puts the answers in the order of the calls, in messages of a size", async () => {
      expect(await client({ batchSize: 2 }).requestMany(calls)).to.deep.equal(results);
      expect(server.asked.map((methods) => methods.length).sort()).to.deep.equal([1, 2, 2]);
    });

    it("asks for nothing when there is nothing to ask", async () => {
      expect(await client().requestMany([])).to.deep.equal([]);
      expect(server.asked).to.deep.equal([]);
    });

    it("asks again only for what has no answer yet", async () => {
      server.plays((response, messages) => {
        const [first, second, ...rest] = messages.map(({ id, method }) => ({ id, result: method }));
        response.end(JSON.stringify([{ id: second?.id, error: { code: -32005, message: "rate" } }, ...rest, first]));
      });
      expect(await client().requestMany(calls)).to.deep.equal(results);
      expect(server.asked).to.deep.equal([calls.map(({ method }) => method), ["eth_b"]]);
    });

    it("asks again for what an answer leaves out", async () => {
      server.plays((response, messages) => {
        response.end(JSON.stringify(messages.slice(2).map(({ id, method }) => ({ id, result: method }))));
      });
      expect(await client().requestMany(calls)).to.deep.equal(results);
      expect(faults.map(({ problem }) => problem)).to.deep.equal(["the answer leaves a call out"]);
      expect(server.asked[1]).to.deep.equal(["eth_a", "eth_b"]);
    });

    it("asks for all again when all must come from one node at one time", async () => {
      server.plays((response, messages) => {
        response.end(JSON.stringify(messages.slice(2).map(({ id }) => ({ id, result: "stale" }))));
      });
      expect(await client({ batchSize: 2 }).requestMany(calls, { together: true })).to.deep.equal(results);
      expect(server.asked.map((methods) => methods.length)).to.deep.equal([5, 5]);
    });

    it("does not believe an answer with one id twice", async () => {
      server.plays((response, messages) => {
        response.end(JSON.stringify([...messages, messages[0]].map((message) => ({ id: message?.id, result: "?" }))));
      });
      expect(await client().requestMany(calls)).to.deep.equal(results);
      expect(faults.map(({ problem }) => problem)).to.deep.equal(["the answer has one id twice"]);
    });

    it("gives each call its own error", async () => {
      server.plays((response, messages) => {
        const told = messages.map(({ id, method }) =>
          method === "eth_c" ? { id, error: { code: 3, message: "no" } } : { id, result: method },
        );
        response.end(JSON.stringify(told));
      });
      const mixed = await client().requestMany(calls);
      expect(mixed.map((each) => "error" in each)).to.deep.equal([false, false, true, false, false]);
    });

    it("keeps to its number of connections", async () => {
      let open = 0;
      let most = 0;
      const slowly: Behaviour = (response, ...rest) => {
        most = Math.max(most, ++open);
        setImmediate(() => {
          open--;
          properly(response, ...rest);
        });
      };
      server.plays(...calls.map(() => slowly));
      await client({ batchSize: 1, connections: 2 }).requestMany(calls);
      expect(most).to.be.at.most(2);
    });
  });

  it("speaks http and https only, and does not show a URL that may hold a key", () => {
    for (const url of ["ws://node/secret", "secret", ""]) {
      expect(() => client({ url }), url)
        .to.throw(UserError)
        .with.property("message")
        .that.does.not.include("secret");
    }
  });

  it("sends a name and password in the URL as a header", async () => {
    let authorization: string | undefined;
    server.plays((response, messages, request, body) => {
      ({ authorization } = request.headers);
      properly(response, messages, request, body);
    });
    await client({ url: server.url.replace("//", "//me:a%20b@") }).request(call);
    expect(authorization).to.equal(`Basic ${btoa("me:a b")}`);
  });
});
