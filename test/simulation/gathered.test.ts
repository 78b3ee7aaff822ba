import { expect } from "chai";

import { gathered } from "../../scripts/simulation/gathered.js";
import { httpNodeClient } from "../../src/chain/rpc/http-node-client.js";
import { NodeUnavailable, RpcError } from "../../src/chain/rpc/node-client.js";
import { systemClock } from "../../src/service/clock.js";
import { startAnvil, type Anvil } from "../support/anvil.js";

describe("gathered requests", () => {
  let anvil: Anvil;
  before(async () => {
    anvil = await startAnvil();
  });
  after(() => anvil.stop());

  const clientOf = (onMessage: (calls: number) => void) => {
    const client = httpNodeClient({ url: anvil.url, clock: systemClock, connections: 1, tries: 1 });
    return gathered({
      request: (call) => client.request(call),
      requestMany: (calls) => {
        onMessage(calls.length);
        return client.requestMany(calls);
      },
    });
  };

  it("asked at once go out in one message, each with its own answer or error", async () => {
    const messages: number[] = [];
    const provider = clientOf((calls) => messages.push(calls));
    const request = (call: { method: string; params?: unknown[] }) => provider.request(call);
    const [chain, block, wrong] = await Promise.allSettled([
      request({ method: "eth_chainId" }),
      request({ method: "eth_blockNumber", params: [] }),
      request({ method: "eth_getBalance", params: ["nobody", "latest"] }),
    ]);
    expect([chain, block]).to.deep.equal([
      { status: "fulfilled", value: "0x7a69" },
      { status: "fulfilled", value: "0x0" },
    ]);
    expect((wrong as PromiseRejectedResult).reason).to.be.instanceOf(RpcError);
    expect(await request({ method: "eth_chainId" })).to.equal("0x7a69");
    expect(messages).to.deep.equal([3, 1]);
  });

  it("fail together when there is no node", async () => {
    const provider = clientOf(() => undefined);
    await anvil.stop();
    const both = await Promise.allSettled([1, 2].map(() => provider.request({ method: "eth_chainId" })));
    for (const one of both) expect((one as PromiseRejectedResult).reason).to.be.instanceOf(NodeUnavailable);
  });
});
