import { expect } from "chai";

import { attackChance } from "../../../src/model/attack/attack.js";
import { wilsonInterval } from "../../../src/model/statistics.js";
import { UserError } from "../../../src/model/errors.js";
import { raceWins } from "../../../src/model/attack/race.js";
import { type Random, randomStream } from "../../../src/model/random.js";

/** The deficit at which a race is decided by one draw. */
const LOST = 16;

describe("raceWins", () => {
  it("refuses a share or blocks outside their domain, naming them", () => {
    expect(() => raceWins(1.2, 6, 1, randomStream(1, 0))).to.throw(UserError, "q = 1.2:");
    expect(() => raceWins(0.3, -1, 1, randomStream(1, 0))).to.throw(UserError, "z = -1:");
  });

  it("counts a tie as a success", () => {
    // z = 2: attacker, honest, honest, attacker draws level.
    expect(raceWins(0.3, 2, 1, scripted([ATTACKER, HONEST, HONEST, ATTACKER]))).to.equal(1);
  });

  it("waits until the honest nodes have made z blocks, and lets the attacker fall behind after that", () => {
    const blocks = [HONEST, HONEST, HONEST, ATTACKER, ATTACKER, HONEST, ATTACKER, ATTACKER];
    expect(raceWins(0.3, 2, 1, scripted(blocks))).to.equal(1);
  });

  it("draws the outcome from equation (1) once the attacker is lost", () => {
    const lost = new Array<number>(LOST).fill(HONEST);
    const remaining = (0.3 / 0.7) ** LOST;
    expect(raceWins(0.3, 1, 1, scripted([...lost, 0.99 * remaining]))).to.equal(1);
    expect(raceWins(0.3, 1, 1, scripted([...lost, 1.01 * remaining]))).to.equal(0);
  });

  it("is decided without a block when there is none to catch up", () => {
    expect(raceWins(0.3, 0, 5, scripted([]))).to.equal(5);
  });

  it("ends when every block is the attacker's, and when none is", () => {
    expect(raceWins(1, 6, 100, randomStream(1, 0))).to.equal(100);
    expect(raceWins(0, 6, 100, randomStream(1, 0))).to.equal(0);
  });

  // At q = 0.45 some 4 % of the races that are lost are still to be won: a race cut short there would show.
  for (const [q, z] of [
    [0.3, 6],
    [0.1, 1],
    [0.45, 2],
    [0.45, 30],
    [0.4, 50],
    [0.4999, 6],
    [0.5, 3],
  ] as const) {
    it(`confirms the exact law at q = ${q}, z = ${z}`, () => {
      const races = 300_000;
      const { low, high } = wilsonInterval(raceWins(q, z, races, randomStream(1, 0)), races);
      expect(attackChance("exact", q, z).probability).to.be.within(low, high);
    });
  }

  it("tells the exact law from Nakamoto's", () => {
    const races = 300_000;
    const { low } = wilsonInterval(raceWins(0.3, 6, races, randomStream(1, 0)), races);
    expect(attackChance("poisson", 0.3, 6).probability).to.be.below(low);
  });
});

const ATTACKER = 0;
const HONEST = 0.999;

/** A source that gives these numbers and no more. */
function scripted(numbers: readonly number[]): Random {
  const rest = numbers[Symbol.iterator]();
  return () => {
    const next = rest.next();
    if (next.done === true) throw new Error("the race drew more numbers than expected");
    return next.value;
  };
}
