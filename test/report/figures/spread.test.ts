import { expect } from "chai";

import { mulberry32, uniformInteger } from "../../../src/model/random.js";
import { spread } from "../../../src/report/figures/spread.js";

describe("spread", () => {
  it("leaves labels that are far enough apart where they are", () => {
    expect(spread([5, 1, 3], 2)).to.deep.equal([5, 1, 3]);
    expect(spread([], 2)).to.deep.equal([]);
  });

  it("moves two close labels apart around their mean", () => {
    expect(spread([2, 1], 3)).to.deep.equal([3, 0]);
  });

  it("moves a neighbour along when it is pushed into", () => {
    expect(spread([0, 0, 1.5], 1.5)).to.deep.equal([-1, 0.5, 2]);
  });

  it("moves no label below the least place", () => {
    expect(spread([0, 0.5, 3], 2, 0)).to.deep.equal([0, 2, 4]);
  });

  it("keeps the order and the gap, whatever the positions", () => {
    const random = mulberry32(1);
    for (let round = 0; round < 200; round += 1) {
      const positions = Array.from({ length: uniformInteger(random, 1, 8) }, () => random() * 10);
      const placed = spread(positions, 1, 0);
      const pairs = positions.map((position, index) => ({ position, place: placed[index] ?? NaN }));
      pairs.sort((a, b) => a.position - b.position);
      let least = 0;
      for (const { place } of pairs) {
        expect(place, String(positions)).to.be.at.least(least - 1e-9);
        least = place + 1;
      }
    }
  });
});
