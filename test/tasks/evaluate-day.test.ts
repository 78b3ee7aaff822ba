import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { runHardhat } from "../support/hardhat.js";

const SHARED = new URL("../../../shared/data/", import.meta.url).pathname;

/** A day of half-hours: `value` for each. */
function rows(value: (interval: number) => string): string[] {
  return Array.from({ length: 48 }, (_, interval) => {
    const time = new Date(Date.UTC(2026, 5, 1) + interval * 1_800_000).toISOString();
    return `${time},${value(interval)}`;
  });
}

const csv = (header: string, lines: readonly string[]) => `${[header, ...lines].join("\n")}\n`;

describe("hardhat evaluate --only day", function () {
  this.timeout(300_000);
  let folder: string;
  const path = (name: string) => join(folder, name);

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "wattlane-"));
    const load = (meter: string, base: number) => rows((i) => `${meter},${(base + 0.01 * (i % 5)).toFixed(3)}`);
    writeFileSync(path("load.csv"), csv("timestamp,meter,energy_kwh", [...load("a", 0.2), ...load("b", 0.35)]));
    const sun = rows((i) => `r,${(i > 16 && i < 34 ? 0.3 : 0).toFixed(3)}`);
    writeFileSync(path("sun.csv"), csv("timestamp,meter,energy_kwh", sun));
    const prices = rows((i) => String(40 + i));
    writeFileSync(path("prices.csv"), csv("timestamp,price_per_mwh", prices));
    writeFileSync(path("gap.csv"), csv("timestamp,price_per_mwh", prices.toSpliced(20, 1)));
    writeFileSync(path("negative.csv"), csv("timestamp,meter,energy_kwh", ["2026-06-01T00:00:00Z,a,-0.1"]));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const evaluate = (options: Record<string, string>) =>
    runHardhat(
      "evaluate",
      "--only",
      "day",
      ...Object.entries({
        consumption: path("load.csv"),
        generation: path("sun.csv"),
        prices: path("prices.csv"),
        ...options,
      }).flatMap(([name, value]) => [`--${name}`, value]),
    );

  for (const [fault, options, message] of [
    ["a file that is not there", { consumption: "nowhere.csv" }, "nowhere.csv: there is no such file"],
    ["a negative value", { consumption: "negative.csv" }, 'negative.csv:2: column energy_kwh: "-0.1" is negative'],
    ["prices that do not cover a day", { prices: "gap.csv" }, "gap.csv: covers no day from midnight to midnight"],
    ["a day that the file lacks", { "price-day": "2026-06-02" }, "not 2026-06-02; complete days: 2026-06-01"],
    ["no days at all", { days: "0" }, "--days 0: must be a whole number from 1 to 3660"],
    ["a seed that is none", { seed: "x" }, "--seed x: must be a whole number from 0 to 4294967295"],
  ] as const) {
    it(`refuses ${fault} and writes nothing`, async () => {
      const files = Object.entries(options).map(([name, value]) => [
        name,
        value.endsWith(".csv") && existsSync(path(value)) ? path(value) : value,
      ]);
      const out = path("refused");
      const run = await evaluate({ out, ...(Object.fromEntries(files) as Record<string, string>) });
      expect(run.code).to.equal("days" in options || "seed" in options ? 2 : 1);
      expect(run.stderr)
        .to.match(/^Error: (?:[^\n]*\n){1,12}$/)
        .and.to.contain(message)
        .and.to.not.match(/^ +at /m);
      expect(existsSync(out)).to.be.false;
    });
  }

  it("refuses a study that is none in one line", async () => {
    const { code, stdout, stderr } = await runHardhat("evaluate", "--only", "dya");
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: "" });
    expect(stderr).to.match(/^Error: --only dya: "dya" is not one of [^\n]*\bday\b[^\n]*\n$/);
  });

  it("prints both markets and writes the same files again for the same seed", async () => {
    const [first, second] = [path("first"), path("second")];
    const [run, json] = [
      await evaluate({ out: first, seed: "5" }),
      await runHardhat(
        ..."evaluate --only day --json --seed 5".split(" "),
        ...["--consumption", path("load.csv"), "--generation", path("sun.csv"), "--prices", path("prices.csv")],
        ...["--out", second],
      ),
    ];
    expect(run.stderr).to.equal("");
    expect(run.stdout).to.contain("Seed 5.").and.to.contain("2 households, 1 solar roofs, 1 supplier");
    expect(run.stdout.match(/market: every base unit is accounted for/g)).to.have.length(2);
    expect(json.code).to.equal(0);
    const { day } = JSON.parse(json.stdout) as { day: { households: number; books: unknown }[] };
    expect(day[0]).to.deep.include({ households: 2 });
    const names = readdirSync(first, { recursive: true, encoding: "utf8" }).filter((name) => /\.\w+$/.test(name));
    expect(names).to.include.members(["index.html", "day/day.json", "day/2026-06-01/agreements.csv"]);
    for (const name of names.filter((each) => each !== "timings.json")) {
      expect(readFileSync(join(second, name)).equals(readFileSync(join(first, name))), name).to.be.true;
    }
  });

  it("plays a day again when there are more days of prices than of load", async () => {
    const out = path("days");
    const { code, stdout } = await evaluate({ out, days: "2" });
    expect(code).to.equal(0);
    expect(stdout).to.contain("2026-06-01-1 (prices of 2026-06-01").and.to.contain("2026-06-01-2 (prices of");
    expect(readdirSync(join(out, "day"))).to.include.members(["2026-06-01-1", "2026-06-01-2"]);
  });

  it("trades the real June day of 116 households and 60 roofs on both markets", async function () {
    if (!existsSync(SHARED)) this.skip();
    const out = path("real");
    const { code, stdout, stderr } = await evaluate({
      consumption: join(SHARED, "households-2013-06.csv"),
      generation: join(SHARED, "solar-2013-06.csv"),
      prices: join(SHARED, "prices-2018.csv"),
      "price-day": "2018-10-03",
      network: "anvil",
      out,
    });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    expect(stdout).to.contain("116 households, 60 solar roofs");
    expect(stdout.match(/market: every base unit is accounted for/g)).to.have.length(2);
    const summary = readFileSync(join(out, "day/2013-06-15/summary.csv"), "utf8");
    const [wanted, agreed] = ["Energy wanted (forecast)", "Energy agreed on"].map(
      (measure) =>
        summary
          .split("\r\n")
          .find((line) => line.startsWith(measure))
          ?.split(",")[2],
    );
    expect(agreed).to.equal(wanted);
  });
});
