import { expect } from "chai";
import { Interface } from "ethers";

import { eventDecoder } from "../../../src/chain/abi/event-coder.js";

const ABI = new Interface([
  "event Moved(bytes32 indexed id, address indexed who, uint256 amount, tuple(address to, uint8 side, bool done) terms)",
  "event Named(string indexed name, string text)",
  "event Empty()",
]);
const ID = `0x${"12".repeat(32)}`;
const WHO = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";

describe("eventDecoder", () => {
  const decode = eventDecoder(ABI);

  it("tells what ethers tells, by the arguments' names and in their order", () => {
    for (const [name, values] of [
      ["Moved", [ID, WHO, 2n ** 256n - 1n, { to: WHO, side: 1n, done: true }]],
      ["Named", ["a name", "a text"]],
      ["Empty", []],
    ] as const) {
      const event = ABI.getEvent(name)!;
      const log = ABI.encodeEventLog(event, values);
      const expected = ABI.decodeEventLog(event, log.data, log.topics).toObject(true);
      // Of a text that is a topic, the chain has the hash alone.
      if (name === "Named") expected.name = (expected.name as { hash: string }).hash;
      const decoded = decode(log);
      expect(decoded?.name).to.equal(name);
      expect(decoded?.args).to.deep.equal(expected);
      expect(Object.keys(decoded?.args ?? {})).to.deep.equal(event.inputs.map((input) => input.name));
    }
  });

  it("passes over what is none of the interface's events", () => {
    expect(decode({ topics: [ID], data: "0x" })).to.be.undefined;
    expect(decode({ topics: [], data: "0x" })).to.be.undefined;
  });

  it("refuses a log that is cut off", () => {
    const { topics, data } = ABI.encodeEventLog("Moved", [ID, WHO, 1n, { to: WHO, side: 1n, done: true }]);
    expect(() => decode({ topics, data: data.slice(0, -64) })).to.throw(RangeError);
    expect(() => decode({ topics: topics.slice(0, 2), data })).to.throw(RangeError);
  });
});
