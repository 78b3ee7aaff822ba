import { expect } from "chai";

import { MESSAGES_PER_BODY } from "../../src/authority/wire.js";
import { AgreementStatus } from "../../src/model/terms.js";
import { until } from "../support/until.js";
import { post, Stage, type Pending } from "./stage.js";

const AUTHORITIES = 7;

// A measurement, too long for every run of the tests: WATTLANE_AGREEMENTS=1000 npx hardhat test mocha
// test/authority/measure.test.ts
const count = Number(process.env["WATTLANE_AGREEMENTS"] ?? 0);
const measured = count > 0 ? describe : describe.skip;

measured(`${AUTHORITIES} authorities and ${count} agreements at once`, function () {
  this.timeout(600_000);
  let stage: Stage;
  before(async () => {
    stage = await Stage.set({ authorities: AUTHORITIES });
  });
  after(() => stage.clear());

  it("clear them", async () => {
    const { url: node } = stage.anvil;
    await Promise.all(Array.from({ length: AUTHORITIES }, (_, index) => stage.start(index)));
    const pending = await stage.agree(count);
    const signatures = await stage.signatures(pending);
    await stage.anvil.request("evm_setIntervalMining", [1]);
    for (let index = 0; index < AUTHORITIES; index++)
      await until(async () =>
        (await (await fetch(`${stage.url(index)}/health`)).text()).includes(`"awaiting":${count}`),
      );

    const cpuBefore = await cpuOf(stage);
    const began = performance.now();
    for (let at = 0; at < signatures.length; at += MESSAGES_PER_BODY)
      await post(`${stage.url(0)}/signatures`, { signatures: signatures.slice(at, at + MESSAGES_PER_BODY) });
    const posted = performance.now();
    const left = new Set(pending);
    await until(async () => {
      const [first] = left;
      if (first === undefined) return true;
      await stage.anvil.request("eth_blockNumber");
      await settled(first, left);
      return left.size === 0;
    });
    const cleared = performance.now();
    const cpu = (await cpuOf(stage)) - cpuBefore;
    const blocks = await stage.anvil.provider.getBlockNumber();
    console.log(
      `${count} agreements, ${AUTHORITIES} authorities, node ${node}: signatures posted in ${seconds(posted - began)} s, ` +
        `all signed in ${seconds(cleared - began)} s, at block ${blocks}; the daemons took ${cpu.toFixed(1)} s of CPU`,
    );
    const statuses = await Promise.all(pending.map((each) => stage.statusOf(each)));
    expect(new Set(statuses)).to.deep.equal(new Set([AgreementStatus.Signed]));
  });

  /** Takes those out that are signed, as far as the first that is not. */
  async function settled(first: Pending, left: Set<Pending>): Promise<void> {
    for (let next: Pending | undefined = first; next !== undefined; [next] = left) {
      if ((await stage.statusOf(next)) !== AgreementStatus.Signed) return;
      left.delete(next);
    }
  }
});

/** What the daemons used of the processors so far, s. */
async function cpuOf(stage: Stage): Promise<number> {
  let sum = 0;
  for (let index = 0; index < AUTHORITIES; index++) {
    const metrics = await (await fetch(`${stage.url(index)}/metrics`)).text();
    sum += Number(/^process_cpu_seconds_total\S* (\S+)$/m.exec(metrics)?.[1]);
  }
  return sum;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
