import { expect } from "chai";

import { mulberry32, type Random } from "../../src/model/random.js";
import { EventQueue } from "../../src/broadcast/event-queue.js";

/** Pushes `first` events, then one or two for each that is taken, and compares with a plainly sorted list. */
function expectOrder(first: number, total: number, delay: () => number, random: Random): void {
  const queue = new EventQueue();
  let pending: { time: number; code: number }[] = [];
  let pushed = 0;
  const push = (time: number): void => {
    queue.push(time, pushed, pushed + 7);
    pending.push({ time, code: pushed++ });
  };
  while (pushed < first) push(delay());
  for (let taken = 0; taken < total; taken++) {
    const next = pending.reduce((a, b) => (b.time < a.time ? b : a));
    pending = pending.filter((event) => event !== next);
    expect(queue.pop()).to.equal(true);
    expect([queue.time, queue.code, queue.from]).to.deep.equal([next.time, next.code, next.code + 7]);
    if (pushed < total) push(queue.time + delay());
    if (pushed < total && random() < 0.5) push(queue.time + delay());
  }
  expect(queue.pop()).to.equal(false);
}

describe("event queue", () => {
  for (const [name, delay] of [
    ["spread out", (random: Random) => random()],
    ["far apart now and then", (random: Random) => (random() < 0.1 ? 1000 : 0.001) * random()],
    ["of few different lengths", (random: Random) => Math.floor(3 * random()) / 8],
    ["of no length", () => 0],
    ["as small as numbers get", (random: Random) => Math.floor(9 * random()) * Number.MIN_VALUE],
    ["of one length", () => 0.05],
  ] as const) {
    it(`takes events by time, then in the order they came, for delays ${name}`, () => {
      const random = mulberry32(1);
      expectOrder(1, 300, () => delay(random), random);
      expectOrder(300, 1000, () => delay(random), random);
    });
  }

  it("starts again from the beginning when it is empty", () => {
    const queue = new EventQueue();
    for (const time of [5, 1]) {
      queue.push(time, 0, 0);
      expect([queue.pop(), queue.time, queue.pop()]).to.deep.equal([true, time, false]);
    }
  });

  it("holds more events than it began with places for", () => {
    const queue = new EventQueue();
    const random = mulberry32(2);
    queue.push(0, 0, 0);
    queue.pop();
    const times = Array.from({ length: 5000 }, () => random());
    for (const [code, time] of times.entries()) queue.push(code % 2 === 0 ? 0 : time, code, 0);
    const taken: number[] = [];
    while (queue.pop()) taken.push(queue.time);
    expect(taken).to.deep.equal(times.map((time, code) => (code % 2 === 0 ? 0 : time)).sort((a, b) => a - b));
  });
});
