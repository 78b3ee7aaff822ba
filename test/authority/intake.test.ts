import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { Docket } from "../../src/authority/docket.js";
import { Intake } from "../../src/authority/intake.js";
import { VerdictJournal } from "../../src/authority/journal.js";
import { authorityMetrics } from "../../src/authority/metrics.js";
import { openLog } from "../../src/service/json-log.js";
import { Metrics } from "../../src/service/metrics.js";
import { StorageUnavailable } from "../../src/service/sqlite.js";
import { DOMAIN, recordOf, signaturesOf } from "./agreements.js";

const SCOPE = { chainId: "31337", market: `0x${"4d".repeat(20)}`, authority: `0x${"a7".repeat(20)}` };

describe("the intake of an authority", () => {
  it("promises nothing that a full disk cannot keep, and takes it when there is space again", async function () {
    const disk = mkdtempSync(join(tmpdir(), "wattlane-"));
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      rmSync(disk, { recursive: true });
      // Only root can mount a small disk.
      return this.skip();
    }
    try {
      const journal = new VerdictJournal(join(disk, "journal.sqlite"), SCOPE);
      const docket = new Docket(DOMAIN, () => 2000n);
      const records = Array.from({ length: 300 }, (_, i) => recordOf(BigInt(i)));
      docket.sync(records);
      let woken = 0;
      const metrics = authorityMetrics(new Metrics("authority"));
      const log = openLog({ daemon: "tester", secrets: [], write: () => undefined });
      const intake = new Intake({ docket, journal, metrics, log, wake: () => (woken += 1) });
      const signatures = (await Promise.all(records.map((record) => signaturesOf(record)))).flat();
      const [first, ...others] = signatures;
      await intake.takeSignatures([first!]);
      expect(woken).to.equal(1);

      fill(disk);
      let failure: unknown;
      for (let at = 0; at < others.length && failure === undefined; at += 100)
        await intake.takeSignatures(others.slice(at, at + 100)).catch((error: unknown) => (failure = error));
      expect(failure).to.be.instanceOf(StorageUnavailable);
      expect(() => {
        journal.give(records.map(({ id }) => ({ agreement: id, epoch: 1, verdict: "approve", signature: "0x" })));
      }).to.throw();
      expect(journal.size().verdicts).to.equal(0);
      const taken = [...docket.cases()].reduce((sum, found) => sum + found.signatures.size, 0);
      expect(taken).to.equal(journal.size().signatures).and.to.be.lessThan(signatures.length);

      rmSync(join(disk, "ballast"));
      await intake.takeSignatures(signatures);
      expect(journal.size().signatures).to.equal(signatures.length);
      journal.close();
    } finally {
      execFileSync("umount", ["-l", disk]);
      rmSync(disk, { recursive: true });
    }
  });
});

/** Leaves next to nothing of a disk of a megabyte. */
function fill(disk: string): void {
  for (let bytes = 2 ** 20; bytes >= 4096; bytes /= 2) {
    try {
      writeFileSync(join(disk, "ballast"), "x".repeat(bytes), { flag: "a" });
    } catch {
      // As much as there was room for.
    }
  }
}
