import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { ofWholeWh } from "../../src/data/energy.js";
import { isoInstant } from "../../src/data/timestamp.js";
import { RowIntake } from "../../src/meter/feed.js";
import { FollowedFiles } from "../../src/meter/followed-files.js";
import { IntervalBook } from "../../src/meter/interval-book.js";
import { mulberry32, uniformInteger, type Random } from "../../src/model/random.js";

const HEADER = "timestamp,meter,energy_kwh\n";
const SECONDS = 1800;

/** A folder of files that a reader follows, on a clock of its own. */
class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), "wattlane-"));
  readonly book = new IntervalBook(SECONDS);
  /** What was said: why files were read anew, what is wrong. */
  readonly said: string[] = [];
  readonly files: FollowedFiles;
  #time = 1_700_000_000;
  readonly #intake = new RowIntake({
    book: this.book,
    meters: new Set(["a"]),
    onForeignMeter: () => undefined,
    onRow: (_, problem) => {
      if (problem !== undefined) this.said.push(problem);
    },
  });

  constructor(name = "") {
    this.files = new FollowedFiles(join(this.folder, name));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Changes a file; its time is a second later than that of the change before, or the same. */
  change(name: string, change: (path: string) => void, seconds = 1): void {
    change(this.path(name));
    this.#time += seconds;
    utimesSync(this.path(name), this.#time, this.#time);
  }

  look(): void {
    for (const news of this.files.look()) {
      if (news.kind === "rows") this.#intake.take(news.stream, news.rows, news.origin);
      else
        this.said.push(
          news.kind === "anew" ? `${news.file.slice(this.folder.length + 1)}: ${news.reason}` : news.problem,
        );
    }
  }

  /** What the reader knows of an interval. */
  knows(interval: number, energyWh: number): boolean {
    const entry = this.book.add({
      meter: "a",
      startSeconds: interval * SECONDS,
      microjoules: ofWholeWh(BigInt(energyWh)),
    });
    return entry === "known";
  }

  clear(): void {
    rmSync(this.folder, { recursive: true });
  }
}

const row = (interval: number, energyWh: number) =>
  `${isoInstant(interval * SECONDS)},a,${(energyWh / 1000).toFixed(3)}\n`;

describe("files that are followed", function () {
  this.timeout(20_000);
  let desk: Desk;
  afterEach(() => {
    desk.clear();
  });

  const first = HEADER + row(0, 9400);
  const second = HEADER + row(1, 9500);
  const ways: Readonly<Record<string, { readonly change: (path: string) => void; readonly reason: string }>> = {
    "in place, as long as before": {
      change: (path) => {
        writeFileSync(path, second);
      },
      reason: "it was written over",
    },
    "in place, longer": {
      change: (path) => {
        writeFileSync(path, second + row(2, 1));
      },
      reason: "it was written over",
    },
    "in place, with more than its first block before what changed": {
      change: (path) => {
        writeFileSync(path, HEADER + "\n".repeat(200_000) + second.slice(HEADER.length));
      },
      reason: "it was written over",
    },
    "by another file": {
      change: (path) => {
        writeFileSync(`${path}.new`, second);
        renameSync(`${path}.new`, path);
      },
      reason: "another file has its name",
    },
    "cut first, and looked at meanwhile": {
      change: (path) => {
        truncateSync(path);
        desk.look();
        appendFileSync(path, second);
      },
      reason: "it was cut",
    },
  };
  for (const [what, { change, reason }] of Object.entries(ways)) {
    it(`were not read again when written over ${what}`, () => {
      desk = new Desk("current.csv");
      desk.change("current.csv", (path) => {
        writeFileSync(path, first);
      });
      for (let looks = 0; looks < 3; looks++) desk.look();
      desk.change("current.csv", change);
      for (let looks = 0; looks < 3; looks++) desk.look();
      expect(desk.said).to.deep.equal([`: ${reason}`.replace(/^/, "current.csv")]);
      expect([desk.knows(0, 9400), desk.knows(1, 9500)]).to.deep.equal([true, true]);
    });
  }

  it("were not read again when removed and made anew under the same inode", () => {
    desk = new Desk("current.csv");
    const write = (text: string) => {
      desk.change("current.csv", (path) => {
        rmSync(path, { force: true });
        writeFileSync(path, text);
      });
    };
    write(first);
    desk.look();
    desk.look();
    rmSync(desk.path("current.csv"));
    desk.look();
    write(second);
    desk.look();
    expect(desk.knows(1, 9500)).to.equal(true);
    expect(desk.said[0]).to.match(/current\.csv: there is no such file$/);
  });

  it("are not read again for a new time alone", () => {
    desk = new Desk("current.csv");
    for (let times = 0; times < 3; times++) {
      desk.change("current.csv", (path) => {
        writeFileSync(path, first);
      });
      desk.look();
    }
    expect(desk.said).to.deep.equal([]);
  });

  it("do not keep each other from being read", () => {
    desk = new Desk();
    desk.change("1.csv", (path) => {
      writeFileSync(path, "what,is,this\n1,2,3\n");
    });
    mkdirSync(desk.path("2.csv"));
    desk.change("3.csv", (path) => {
      writeFileSync(path, first);
    });
    desk.look();
    expect(desk.knows(0, 9400)).to.equal(true);
    expect(desk.said).to.have.length(2);
    expect(desk.said[0]).to.contain("1.csv:1: the header");
    expect(desk.said[1]).to.match(/2\.csv: is a folder$/);
    desk.change("1.csv", (path) => {
      writeFileSync(path, second);
    });
    desk.look();
    expect(desk.knows(1, 9500)).to.equal(true);
  });

  /** Writes at random; what was in the files whenever the reader looked is the truth. */
  function write(random: Random, corrections: boolean): void {
    const pick = (low: number, high: number) => uniformInteger(random, low, high);
    const truth = new Map<number, number>();
    const names = ["current.csv", "other.csv"];
    /** Each file has intervals of its own, so that no two files contradict each other. */
    const valueOf = (interval: number) => 1000 + ((interval * 37) % 8000) + (corrections ? pick(0, 1) * 500 : 0);
    let newest = 0;
    let rotated = 0;
    let looks = 0;
    const rows = (name: string, count: number) => {
      const from = Math.max(0, newest - pick(0, 6));
      newest = Math.max(newest, from + count);
      return Array.from({ length: count }, (_, i) => from + i)
        .map((step) => step * 2 + names.indexOf(name))
        .map((interval) => row(interval, valueOf(interval)))
        .join("");
    };
    const fresh = (name: string) => {
      const step = newest++;
      const interval = step * 2 + names.indexOf(name);
      return row(interval, valueOf(interval));
    };
    const changes: ((name: string, path: string) => void)[] = [
      (name, path) => {
        appendFileSync(path, fresh(name) + fresh(name));
      },
      (name, path) => {
        const line = fresh(name);
        const cut = pick(1, line.length - 1);
        appendFileSync(path, line.slice(0, cut));
        if (random() < 0.5) desk.look();
        if (random() < 0.5) look();
        appendFileSync(path, line.slice(cut));
      },
      (name, path) => {
        writeFileSync(path, HEADER + rows(name, pick(1, 8)));
      },
      (name, path) => {
        const text = HEADER + rows(name, pick(1, 8));
        writeFileSync(path, text.slice(0, pick(0, text.length)));
        look();
        writeFileSync(path, text);
      },
      (_, path) => {
        truncateSync(path, pick(0, statSync(path).size));
        const text = readFileSync(path, "utf8");
        if (!text.endsWith("\n")) truncateSync(path, text.lastIndexOf("\n") + 1);
        if (statSync(path).size === 0) writeFileSync(path, HEADER);
      },
      (name, path) => {
        writeFileSync(`${path}.new`, HEADER + rows(name, pick(1, 8)));
        renameSync(`${path}.new`, path);
      },
      (name, path) => {
        rmSync(path);
        if (random() < 0.5) look();
        writeFileSync(path, HEADER + rows(name, pick(1, 8)));
      },
      (name, path) => {
        if (corrections) return;
        renameSync(path, desk.path(`old-${rotated++}.csv`));
        writeFileSync(path, HEADER + rows(name, pick(0, 4)));
      },
      () => undefined,
    ];
    /** What the files say now is the truth from now on. */
    function look(): void {
      desk.look();
      looks += 1;
      for (const name of readdirSync(desk.folder).filter((each) => each.endsWith(".csv"))) {
        const lines = readFileSync(desk.path(name), "utf8").split("\n").slice(0, -1);
        for (const [time = "", , kwh] of lines
          .map((line) => line.split(","))
          .filter(([cell]) => cell !== "timestamp")) {
          truth.set(Date.parse(time) / 1000 / SECONDS, Math.round(Number(kwh) * 1000));
        }
      }
    }
    for (const name of names) {
      desk.change(name, (path) => {
        writeFileSync(path, HEADER);
      });
    }
    for (let change = 0; change < 30; change++) {
      const name = names[pick(0, 1)]!;
      // A write soon after a look may leave the time as it was.
      desk.change(name, (path) => changes[pick(0, changes.length - 1)]?.(name, path), looks < 2 ? pick(0, 1) : 1);
      looks = 0;
      for (let count = pick(0, 3); count > 0; count--) look();
    }
    look();
    look();
    const wrong = desk.said.filter(
      (line) => !/: (it was|another file)|is now|no such file|what is signed stands/.test(line),
    );
    expect(wrong).to.deep.equal([]);
    const mistaken = [...truth].filter(([interval, energyWh]) => !desk.knows(interval, energyWh));
    expect(mistaken).to.deep.equal([]);
    for (let interval = 0; interval < newest * 2; interval++) {
      if (!truth.has(interval)) expect(desk.knows(interval, 1)).to.equal(false);
    }
  }

  for (const corrections of [false, true]) {
    it(`are read for exactly what stands in them, however they are written${corrections ? ", corrections too" : ""}`, () => {
      for (let seed = 1; seed <= 40; seed++) {
        if (seed > 1) desk.clear();
        desk = new Desk();
        write(mulberry32(seed), corrections);
      }
    });
  }
});
