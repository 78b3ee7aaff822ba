import { expect } from "chai";

import { mulberry32, randomStream, shuffled, uniformInteger } from "../../src/model/random.js";

describe("mulberry32", () => {
  it("gives the volumes with which full verification falls on trades 4, 9, 12, 16 and 19 of the paper's Fig. 6", () => {
    const random = mulberry32(24);
    const verified: number[] = [];
    let usedKwh = 0;
    for (let trade = 1; trade <= 20; trade++) {
      const kwh = uniformInteger(random, 1000, 5000);
      if (usedKwh + kwh > 10_000) verified.push(trade);
      usedKwh = usedKwh + kwh > 10_000 ? 0 : usedKwh + kwh;
    }
    expect(verified).to.deep.equal([4, 9, 12, 16, 19]);
  });

  it("starts with the number that its documentation gives", () => {
    expect(mulberry32(24)()).to.equal(0.33202015655115247);
  });

  it("counts the low 32 bits of the seed", () => {
    expect(mulberry32(2 ** 32 + 5)()).to.equal(mulberry32(5)());
  });

  it("draws every integer of a range, its ends included", () => {
    const random = mulberry32(1);
    const drawn = new Set(Array.from({ length: 1000 }, () => uniformInteger(random, -2, 3)));
    expect([...drawn].sort((a, b) => a - b)).to.deep.equal([-2, -1, 0, 1, 2, 3]);
  });
});

describe("random order", () => {
  const items = [1, 2, 3, 4];

  it("keeps every item once, and the input as it was", () => {
    const order = shuffled(mulberry32(1), items);
    expect([...order].sort()).to.deep.equal(items);
    expect(items).to.deep.equal([1, 2, 3, 4]);
  });

  it("is the same for the same seed", () => {
    expect(shuffled(mulberry32(5), items)).to.deep.equal(shuffled(mulberry32(5), items));
  });

  it("puts each item in each place about as often", () => {
    const random = mulberry32(7);
    const rounds = 4000;
    const firsts = new Map<number, number>();
    for (let i = 0; i < rounds; i++) {
      const first = shuffled(random, items)[0] ?? 0;
      firsts.set(first, (firsts.get(first) ?? 0) + 1);
    }
    // Five standard deviations of a binomial with 4,000 draws of 1/4.
    for (const count of firsts.values()) expect(Math.abs(count - rounds / 4)).to.be.below(137);
    expect(firsts.size).to.equal(4);
  });
});

describe("randomStream", () => {
  it("draws what the sfc32 generator's definition gives", () => {
    for (const [seed, stream] of [
      [0, 0],
      [1, 7],
      [2 ** 40 + 5, 4294967295],
      [Number.MAX_SAFE_INTEGER, 12],
    ] as const) {
      const random = randomStream(seed, stream);
      const reference = sfc32(BigInt(seed), BigInt(stream));
      for (let i = 0; i < 100; i++) expect(random() * 2 ** 32).to.equal(Number(reference()));
    }
  });

  it("gives every seed and every stream numbers of their own", () => {
    const first = [0, 1, 2 ** 32, 2 ** 33].flatMap((seed) => [0, 1, 2].map((stream) => randomStream(seed, stream)()));
    expect(new Set(first).size).to.equal(first.length);
  });

  it("is uniform within a chi-squared bound", () => {
    const random = randomStream(3, 0);
    const counts = new Array<number>(256).fill(0);
    for (let i = 0; i < 256_000; i++) {
      const bin = Math.floor(256 * random());
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    const chiSquared = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquared).to.be.within(180, 340); // 255 degrees of freedom: 0.02 % and 99.98 %
  });
});

/** sfc32 as published, in whole numbers modulo 2^32. */
function sfc32(seed: bigint, stream: bigint): () => bigint {
  const word = (value: bigint) => BigInt.asUintN(32, value);
  let [a, b, c, counter] = [word(seed), word(seed >> 32n), word(stream), 1n];
  const next = () => {
    const result = word(a + b + counter);
    counter = word(counter + 1n);
    a = b ^ (b >> 9n);
    b = word(c + (c << 3n));
    c = word(((c << 21n) | (c >> 11n)) + result);
    return result;
  };
  for (let round = 0; round < 15; round++) next();
  return next;
}
