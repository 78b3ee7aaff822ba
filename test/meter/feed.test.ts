import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";

import { expect } from "chai";

import { followStream, RowIntake } from "../../src/meter/feed.js";
import { IntervalBook } from "../../src/meter/interval-book.js";
import { ReadingJournal } from "../../src/meter/journal.js";
import { systemClock as clock } from "../../src/service/clock.js";
import { openLog } from "../../src/service/json-log.js";
import { StorageUnavailable } from "../../src/service/sqlite.js";
import { Retry } from "../../src/service/worker.js";

const SECONDS = 900;
const HEADER = "timestamp,meter,energy_kwh\n";

describe("a stream of rows", () => {
  it("ended the meter when the disk was full: it waits, and its rows are kept when there is space again", async function () {
    const disk = mkdtempSync(join(tmpdir(), "wattlane-"));
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      rmSync(disk, { recursive: true });
      // Only root can mount a small disk.
      return this.skip();
    }
    try {
      const journal = new ReadingJournal(join(disk, "meter.sqlite"));
      const problems: (string | undefined)[] = [];
      const { signal } = new AbortController();
      const writing = new Retry({
        clock,
        signal,
        retryMs: () => 10,
        isPassing: (error) => error instanceof StorageUnavailable,
        onProblem: (problem) => {
          problems.push(problem);
          if (problem !== undefined) rmSync(join(disk, "ballast"));
        },
      });
      const none = () => undefined;
      const book = new IntervalBook(SECONDS);
      const meters = new Set(["a"]);
      const intake = new RowIntake({ book, meters, onForeignMeter: none, onRow: none });
      const log = openLog({ daemon: "tester", secrets: [], write: none });
      const rows = Array.from({ length: 20_000 }, (_, i) => `${new Date(i * SECONDS * 1000).toISOString()},a,1\n`);
      const pieces = Array.from({ length: 20 }, (_, i) => rows.slice(i * 1000, (i + 1) * 1000).join(""));
      writeFileSync(join(disk, "ballast"), "x".repeat(900_000));
      const feed = { intake, journal, writing, log, clock, signal, said: {}, onRows: none, onProblem: none };
      await followStream(Readable.from([HEADER, ...pieces.slice(0, 8)]), feed, {
        intervalSeconds: SECONDS,
        register: false,
      });
      expect(problems).to.deep.equal(["no space is left for the journal", undefined]);
      expect(journal.kept()).to.have.length(8000);
      journal.close();
    } finally {
      execFileSync("umount", ["-l", disk]);
      rmSync(disk, { recursive: true });
    }
  });
});
