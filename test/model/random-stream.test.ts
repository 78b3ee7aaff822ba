import { expect } from "chai";

import { randomStream } from "../../src/model/random-stream.js";

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
