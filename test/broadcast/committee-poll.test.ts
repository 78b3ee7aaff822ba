import { expect } from "chai";

import { pollCommittee, type VerificationModel } from "../../src/broadcast/committee-poll.js";
import { uniformLatency } from "../../src/broadcast/latency.js";
import { quorum } from "../../src/model/review.js";
import { timeParameters } from "../../src/model/time-parameters.js";
import { fullVerificationSeconds } from "../../src/model/time.js";
import { expectWithin } from "../support/near.js";

const FREE = { requestBytes: 0, verdictBytes: 0 };

function verify(
  model: VerificationModel,
  R: number,
  authorities: number,
  parallelChecks: number,
  latency = 0,
  bytes = FREE,
) {
  const parameters = timeParameters({ authorities, parallelChecks, bandwidthMBps: 1 });
  return pollCommittee(model, R, { parameters, latency: uniformLatency(authorities + 1, latency), ...bytes });
}

describe("verification", () => {
  it("without latency and for free messages takes T_c, whatever R in the traditional model", () => {
    for (const [authorities, parallelChecks] of [
      [1, 1],
      [7, 1],
      [7, 3],
      [7, 7],
      [7, 100],
      [1000, 1],
      [1000, 30],
    ] as const) {
      const expected = fullVerificationSeconds(timeParameters({ authorities, parallelChecks }));
      for (const R of [0, 1]) {
        const { seconds, messages } = verify("traditional", R, authorities, parallelChecks);
        expectWithin(seconds, expected, 1e-9);
        expect(messages).to.equal(2 * authorities);
      }
    }
  });

  it("adds the way there and back for every round", () => {
    expectWithin(verify("traditional", 1, 7, 7, 0.05).seconds, 0.05 + 0.12 + 0.05, 1e-12);
    expectWithin(verify("traditional", 1, 7, 3, 0.05).seconds, 3 * 0.22, 1e-12);
  });

  it("sends one request at a time, and each takes the sender's upload", () => {
    // at 1 MB/s a request takes 0.5 s, a verdict 0.1 s
    const bytes = { requestBytes: 500_000, verdictBytes: 100_000 };
    const result = verify("traditional", 1, 3, 3, 0.05, bytes);
    expectWithin(result.seconds, 3 * 0.5 + 0.05 + 0.12 + 0.1 + 0.05, 1e-12);
    expect(result).to.include({ messages: 6, bytes: 1_800_000 });
  });

  it("in the improved model is decided by a quorum", () => {
    const { seconds, messages } = verify("improved", 1, 7, 1, 0.05);
    expectWithin(seconds, quorum(7) * 0.22, 1e-12);
    expect(messages).to.equal(2 * quorum(7));
  });

  it("in the improved model sends nothing on the fast lane, and takes R of a full verification", () => {
    const full = verify("improved", 1, 7, 1, 0.05).seconds;
    expect(verify("improved", 0, 7, 1, 0.05)).to.deep.equal({ seconds: 0, messages: 0, bytes: 0 });
    expectWithin(verify("improved", 0.01, 7, 1, 0.05).seconds, 0.01 * full, 1e-12);
  });
});
