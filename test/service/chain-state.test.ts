import { expect } from "chai";

import { ChainState } from "../../src/service/chain-state.js";
import { openLog } from "../../src/service/json-log.js";

describe("a daemon's view of the chain", () => {
  let now = 0;
  let lines: string[];
  let state: ChainState;
  beforeEach(() => {
    now = 0;
    lines = [];
    const clock = { now: () => now, sleep: () => Promise.resolve() };
    const log = openLog({ daemon: "tester", secrets: [], write: (line) => lines.push(line) });
    state = new ChainState({ clock, log, pollMs: 1000 });
  });

  const block = (number: bigint) => ({ number, timestamp: 0n });

  it("knows no lag before the node's first answer, and then counts every block that it has not", () => {
    expect(state.lagBlocks).to.equal(undefined);
    state.answered(block(30n));
    expect(state.lagBlocks).to.equal(31n);
    expect(state.problems).to.deep.equal(["31 blocks behind the node"]);
    state.head = block(1n);
    expect(state.lagBlocks).to.equal(29n);
    expect(state.problems).to.deep.equal([]);
    state.head = block(31n);
    expect(state.lagBlocks).to.equal(0n);
  });

  it("logs once that the node does not answer, and once that it does again", () => {
    state.failed("cannot be reached");
    state.failed("no answer within 10000 ms");
    expect(state.problems).to.deep.equal(["the node does not answer: no answer within 10000 ms"]);
    state.answered(block(0n));
    state.answered(block(0n));
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).to.deep.equal([
      "the node does not answer",
      "the node answers again",
    ]);
  });

  it("says that events are missing until the blocks that refer to them have been taken again", () => {
    const lost = { block: 7n, message: "block 7 refers to an offer" };
    state.took(block(9n), lost);
    state.took(block(3n), undefined);
    expect(state.problems).to.deep.equal(["block 7 refers to an offer; they are read again"]);
    state.took(block(7n), undefined);
    expect(state.problems).to.deep.equal([]);
    expect(lines).to.have.length(1);
  });

  it("notices a node that is asked and is silent", () => {
    now = 16_000;
    expect(state.problems).to.deep.equal([]);
    now = 17_000;
    expect(state.problems).to.deep.equal(["the node has not answered for 17 s"]);
    state.head = block(0n);
    state.answered(block(0n));
    expect(state.problems).to.deep.equal([]);
  });
});
