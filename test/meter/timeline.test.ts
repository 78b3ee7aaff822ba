import { expect } from "chai";

import { Timeline } from "../../src/meter/timeline.js";
import { mulberry32, shuffled } from "../../src/model/random.js";

describe("timeline", () => {
  const starts = Array.from({ length: 5000 }, (_, i) => i * 10);
  const orders: Readonly<Record<string, readonly number[]>> = {
    "oldest first": starts,
    "newest first": starts.toReversed(),
    shuffled: shuffled(mulberry32(5), starts),
  };
  for (const [name, order] of Object.entries(orders)) {
    it(`is in order, added ${name}`, () => {
      const line = new Timeline<{ start: number }>();
      for (const start of order) line.add({ start });
      for (const start of order.slice(0, 1000)) line.remove({ start });
      const left = order.slice(1000).toSorted((a, b) => a - b);
      expect(Array.from(line.from(-Infinity), ({ start }) => start)).to.deep.equal(left);
      for (const [i, start] of left.entries()) {
        expect(line.at(start)?.start).to.equal(start);
        expect(line.before(start)?.start).to.equal(left[i - 1]);
        expect(line.after(start)?.start).to.equal(left[i + 1]);
        expect(line.at(start + 1)).to.equal(undefined);
        expect(line.before(start + 1)?.start).to.equal(start);
        const [first] = line.from(start - 1);
        expect(first?.start).to.equal(start);
      }
      expect(line.after(50_000)).to.equal(undefined);
    });
  }

  it("is empty at first, and after all is removed", () => {
    const line = new Timeline<{ start: number }>();
    line.add({ start: 5 });
    line.remove({ start: 5 });
    expect([line.at(5), line.before(9), line.after(1)]).to.deep.equal([undefined, undefined, undefined]);
    line.add({ start: 7 });
    expect(line.before(9)).to.deep.equal({ start: 7 });
  });
});
