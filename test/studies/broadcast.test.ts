import { expect } from "chai";

import { broadcastStudy, type GrowthPoint, type VerificationPoint } from "../../scripts/studies/broadcast.js";
import { expectNear } from "../support/near.js";
import { csvRows, runStudy } from "../support/study.js";

const SMALL = "broadcast.mostNodes=3000,broadcast.blocks=2";

interface BroadcastJson {
  readonly growth: readonly GrowthPoint[];
  readonly verifications: readonly VerificationPoint[];
}

const run = async (list: string) => (await runStudy(broadcastStudy, list)).json as BroadcastJson;

describe("the broadcast", () => {
  it("is simulated at 1 and 3 times the powers of ten", async () => {
    const nodesUpTo = async (most: number) =>
      (await run(`broadcast.mostNodes=${most},broadcast.blocks=1`)).growth.map(({ nodes }) => nodes);
    expect(await nodesUpTo(3000)).to.deep.equal([100, 300, 1000, 3000]);
    expect(await nodesUpTo(999)).to.deep.equal([100, 300]);
  });

  it("grows with n by unicast as equation (6) says, and by a hop or two for ten times the nodes by gossip", async () => {
    const rows = csvRows(await runStudy(broadcastStudy, SMALL), "broadcast/growth.csv");
    for (const row of rows) {
      const n = Number(row.nodes);
      expectNear(Number(row.equation_6_s), n / 100);
      expectNear(Number(row.equation_9_neighbours_s), (n + 1) / 100);
      expectNear(Number(row.unicast_100_s), n / 100 + 0.05);
      expect(Number(row.gossip_100_s)).to.be.within(0.4, 2);
    }
    const [first, last] = [rows[0], rows.at(-1)].map((row) => Number(row?.gossip_100_s)) as [number, number];
    expect(last - first).to.be.within(0.1, 1.5);
  });

  it("reaches more nodes as time goes on, all of them at the end", async () => {
    const rows = csvRows(await runStudy(broadcastStudy, SMALL), "broadcast/arrival.csv");
    for (const topology of ["unicast", "gossip"]) {
      const own = rows.filter((row) => row.topology === topology);
      expect(own).to.have.length(100);
      expect(own.at(-1)?.share).to.equal("1");
      for (const [i, { arrival_s }] of own.entries()) {
        expect(Number(arrival_s) >= Number(own[i - 1]?.arrival_s ?? 0)).to.be.true;
      }
    }
  });

  it("has every authority answer in the traditional model, a quorum in the improved, nobody on the fast lane", async () => {
    const { verifications: points } = await run("time.nodes=100,broadcast.mostNodes=100,broadcast.blocks=1");
    expect(points.map(({ authorities, messages }) => [authorities, messages])).to.deep.equal([
      ...[14, 10, 0].map((messages) => [7, messages]),
      ...[20, 14, 0].map((messages) => [10, messages]),
      ...[200, 134, 0].map((messages) => [100, messages]),
    ]);
    for (const { model, lane, seconds, equation5 } of points) {
      if (lane === "fast") expect([seconds, equation5]).to.deep.equal([0, 0]);
      // Two latencies of 0.05 s to each check of 0.12 s, and some microseconds for the messages themselves.
      else if (model === "traditional") expectNear(seconds / equation5, 0.22 / 0.12, 1e-3);
    }
  });

  it("repeats itself to the last byte", async () => {
    const first = await runStudy(broadcastStudy, SMALL);
    expect((await runStudy(broadcastStudy, SMALL)).files).to.deep.equal(first.files);
  });
});
