import { appendFileSync } from "node:fs";

import { expect } from "chai";

import { HeldReadings } from "../../src/meter/held-readings.js";
import type { DaemonProcess } from "../support/daemon.js";
import { until } from "../support/until.js";
import { HOUSES, MeterStage } from "./stage.js";

const HEADER = "timestamp,meter,energy_kwh\n";
/** So many that they need two transactions: a batch has 50. */
const PERIODS = 12;

describe("hardhat meter run", function () {
  let stage: MeterStage;
  let snapshot: unknown;
  before(async () => {
    stage = await MeterStage.set(PERIODS);
  });
  beforeEach(async () => {
    snapshot = await stage.anvil.request("evm_snapshot");
  });
  afterEach(async () => {
    await stage.clear();
    await stage.anvil.request("evm_revert", [snapshot]);
    await stage.anvil.request("anvil_dropAllTransactions");
  });
  after(() => stage.end());

  const everything = () => HEADER + HOUSES.map((house) => stage.rows(house)).join("");

  /** Every agreement is settled exactly once, and at what its meter's rows say. */
  async function expectSettled(): Promise<void> {
    const settled = await stage.settlements();
    expect(new Map(settled.map(({ id, energyWh }) => [id, energyWh]))).to.deep.equal(stage.expected());
    expect(settled).to.have.length(stage.agreed.length);
  }

  function expectNoKeys(...daemons: DaemonProcess[]): void {
    const keys = [stage.sender, ...HOUSES.map((house) => stage.meters[house])];
    for (const line of daemons.flatMap(({ output }) => output)) {
      for (const { privateKey } of keys) expect(line.toLowerCase()).not.to.contain(privateKey.slice(2));
    }
  }

  const events = (daemon: DaemonProcess, event: string) => daemon.log().filter((line) => line.msg === event);

  it("settles every reading exactly once, through a kill in the middle and a file that has changed since", async () => {
    const file = stage.write("meters.csv", everything());
    await stage.passPeriods(PERIODS);
    const first = await stage.start({ file });
    await until(async () => (await stage.waiting()) === 2);
    await first.stop("SIGKILL");
    await stage.anvil.request("anvil_dropTransaction", [await lowestWaiting()]);
    expect(events(first, "reading signed")).to.have.length(stage.agreed.length);

    stage.write("meters.csv", everything().replace(stage.row("house-a", 0), stage.row("house-a", 0, 99_000n)));
    const second = await stage.start({ file });
    await stage.mineUntil(async () => (await stage.settledCount()) === stage.agreed.length);
    await stage.mineUntil(() => events(second, "settled").length === 2);
    expect(events(second, "rows contradict the signed reading")).to.have.length(3);
    expect(events(second, "reading signed")).to.have.length(0);
    expect(await second.stop()).to.equal(0);
    expect(await second.complaints).to.equal("");
    await expectSettled();
    expectNoKeys(first, second);
  });

  it("settles every reading exactly once with two instances of one account", async () => {
    const file = stage.write("meters.csv", everything());
    const daemons = [await stage.start({ file, data: "one" }), await stage.start({ file, data: "two" })];
    await stage.passPeriods(PERIODS);
    await stage.mineUntil(async () => (await stage.settledCount()) === stage.agreed.length);
    await stage.mineUntil(async () => (await stage.waiting()) === 0);
    await expectSettled();
    expect(await Promise.all(daemons.map((daemon) => daemon.stop()))).to.deep.equal([0, 0]);
    expectNoKeys(...daemons);
  });

  it("takes a stream row by row, tells wrong rows, waits for missing ones, and keeps what came through a kill", async () => {
    const first = await stage.start();
    first.input.write(HEADER + stage.rows("house-a", 0, 1) + "2026-01-02T00:30:00Z,house-a,much\n");
    first.input.write("2026-01-02T00:30:00Z,house-a,-1\n" + stage.row("house-a", 0, 1n) + stage.rows("house-b"));
    first.input.write("2026-01-02T00:00:00Z,house-c,1\n2026-01-02T00:30");
    await until(() => events(first, "wrong row").length === 3);
    expect(events(first, "wrong row").map(({ problem }) => problem)).to.deep.equal([
      'standard input:3: column energy_kwh: "much" is not a number',
      'standard input:4: column energy_kwh: "-1" is negative',
      "standard input:5: column timestamp: 2026-01-02T00:00:00Z of meter house-a was 14000 Wh before, and is 1 Wh now: the first one stands",
    ]);
    await until(() => events(first, "skipping the rows of a meter without a key").length === 1);
    await first.stop("SIGKILL");

    const second = await stage.start();
    await stage.passPeriods(PERIODS);
    const ofB = stage.agreed.filter(({ house }) => house === "house-b").length;
    await stage.mineUntil(async () => (await stage.settledCount()) === ofB + 3);
    await until(() => events(second, "no reading yet").length === ofB - 3);
    const [told] = events(second, "no reading yet");
    expect(told).to.include({ meter: "house-a", reason: "intervals are missing", missing: "1" });
    const metrics = await (await fetch(`${second.url}/metrics`)).text();
    expect(metrics).to.match(/^wattlane_agreements_waiting\{daemon="meter"\} 33$/m);
    expect(metrics).to.match(/^wattlane_readings_total\{meter="house-b",daemon="meter"\} 36$/m);

    second.input.end(HEADER + stage.rows("house-a", 1));
    await stage.mineUntil(async () => (await stage.settledCount()) === stage.agreed.length);
    await until(() => events(second, "standard input has ended").length === 1);
    expect(await second.stop()).to.equal(0);
    await expectSettled();
  });

  it("follows a file as it grows, and settles again what a reorganisation undid", async () => {
    const file = stage.write("growing.csv", HEADER + stage.rows("house-a") + stage.rows("house-b", 0, 1));
    const daemon = await stage.start({ file, houses: ["house-b"] });
    await stage.passPeriods(PERIODS);
    await stage.mineUntil(async () => (await stage.settledCount()) === 3);
    appendFileSync(file, stage.rows("house-b", 1).trimEnd());
    const ofB = stage.agreed.filter(({ house }) => house === "house-b").length;
    await stage.mineUntil(async () => (await stage.settledCount()) === ofB - 3);
    await until(() => events(daemon, "file not read").length === 1);
    appendFileSync(file, "\n");
    await stage.mineUntil(async () => (await stage.settledCount()) === ofB);
    await stage.mineUntil(() => events(daemon, "settled").length >= 3);

    const settledBefore = events(daemon, "settled").length;
    const head = await stage.anvil.provider.getBlockNumber();
    const [settlement] = await stage.market.queryFilter(stage.market.filters.Settled());
    await stage.anvil.request("anvil_reorg", [head - settlement!.blockNumber + 1, []]);
    expect(await stage.settledCount()).to.equal(0);
    await stage.mineUntil(async () => (await stage.settledCount()) === ofB);
    await stage.mineUntil(() => events(daemon, "settled").length > settledBefore);
    const expected = stage.expected();
    for (const { id, energyWh } of await stage.settlements()) expect(energyWh).to.equal(expected.get(id));
    expect(new Set((await stage.settlements()).map(({ id }) => id)).size).to.equal(ofB);
    expect(await daemon.stop("SIGINT")).to.equal(0);
    expectNoKeys(daemon);
  });

  it("signed what is no energy of the period: it holds that until it is allowed, and settles the rest", async () => {
    const file = stage.write("units.csv", HEADER + stage.row("house-a", 0, 9_500_000n) + stage.row("house-b", 0));
    const daemon = await stage.start({ file, args: ["--max-power", "40,house-a=17.25"] });
    await stage.passPeriods(1);
    await stage.mineUntil(async () => (await stage.settledCount()) === 3);
    await until(() => events(daemon, "reading held").length === 3);
    const { agreement, problem, remedy } = events(daemon, "reading held")[0] as unknown as Record<string, string>;
    expect(problem).to.equal(
      "2026-01-02T00:00:00Z has 9500000 Wh, more than 17.25 kW give in 30 min; are the rows in Wh, or what a register shows (--register)?",
    );
    expect(remedy).to.equal(`if it is right: hardhat meter allow ${agreement}`);
    const health = await fetch(`${daemon.url}/health`);
    expect(health.status).to.equal(503);
    const { held, problems } = (await health.json()) as { held: number; problems: string[] };
    expect([held, ...problems]).to.deep.equal([3, "3 readings wait to be allowed: see hardhat meter held"]);
    const metrics = await (await fetch(`${daemon.url}/metrics`)).text();
    expect(metrics).to.match(/^wattlane_agreements_held\{daemon="meter"\} 3$/m);

    const holding = HeldReadings.of(stage.data());
    expect(holding.all().map(({ meter }) => meter)).to.deep.equal(["house-a", "house-a", "house-a"]);
    const { energyWh } = holding.allow(agreement!);
    holding.close();
    await stage.mineUntil(async () => (await stage.settledCount()) === 4);
    expect((await stage.settlements()).at(-1)).to.deep.equal({ id: agreement, energyWh });
    expect(await daemon.stop()).to.equal(0);
  });

  it("signed a whole hour for half of it: rows further apart than --interval are not, and others go on", async () => {
    const hours = HEADER + stage.row("house-a", 0) + stage.row("house-a", 2) + stage.rows("house-b");
    const daemon = await stage.start({ file: stage.write("hours.csv", hours) });
    await stage.passPeriods(3);
    await stage.mineUntil(async () => (await stage.settledCount()) === 9);
    await until(() => events(daemon, "no reading yet").length === 9);
    const apart = events(daemon, "no reading yet").filter(({ from }) => from !== undefined);
    expect(apart).to.have.length(6);
    expect(apart[0]).to.include({
      meter: "house-a",
      reason: "two rows are further apart than --interval, and none between them: are intervals longer?",
      from: "2026-01-02T00:00:00Z",
      to: "2026-01-02T01:00:00Z",
    });
    expect(await daemon.stop()).to.equal(0);
  });

  it("reads registers, and what is below a Wh, in a file that is written over row by row", async () => {
    const register = (period: number) => stage.row("house-b", period).split(",")[0]!;
    const write = (period: number, kwh: string) =>
      stage.write("now.csv", `${HEADER}${register(period)},house-b,${kwh}\n`);
    const file = write(0, "99990.0005");
    const daemon = await stage.start({ file, houses: ["house-b"], args: ["--register"] });
    await until(async () => rows(await metricsOf(daemon)) === 1);
    write(1, "5.0012");
    await until(async () => rows(await metricsOf(daemon)) === 2);
    await stage.passPeriods(1);
    await stage.mineUntil(async () => (await stage.settledCount()) === 3);
    const sum = (await stage.settlements()).reduce((total, { energyWh }) => total + energyWh, 0n);
    expect(sum).to.equal(15_000n);
    expect(events(daemon, "file read anew").map(({ reason }) => reason)).to.deep.equal(["it was cut"]);
    expect(await daemon.stop()).to.equal(0);
  });

  it("signs with the key that the agreement names, while a meter's key is exchanged", async () => {
    const file = stage.write("one.csv", HEADER + stage.row("house-a", 0, 30_000n));
    // House b's meter stands for house a's with a new key.
    const keys = HOUSES.map((house) => `house-a=${stage.meters[house].privateKey}`).join(",");
    const daemon = await stage.start({ file, keys });
    await stage.passPeriods(1);
    await stage.mineUntil(async () => (await stage.settledCount()) === 6);
    const sum = (await stage.settlements()).reduce((total, { energyWh }) => total + energyWh, 0n);
    expect(sum).to.equal(30_000n);
    expect(await daemon.stop()).to.equal(0);
  });

  const metricsOf = async (daemon: DaemonProcess) => (await fetch(`${daemon.url}/metrics`)).text();
  const rows = (metrics: string) => Number(/rows_total\{result="new",daemon="meter"\} (\d+)/.exec(metrics)?.[1]);

  /** The hash of the waiting transaction with the lowest nonce. */
  async function lowestWaiting(): Promise<string> {
    const { pending } = (await stage.anvil.request("txpool_content")) as {
      pending: Record<string, Record<string, { hash: string }>>;
    };
    const byNonce = Object.entries(Object.values(pending)[0]!);
    return byNonce.sort(([a], [b]) => Number(a) - Number(b))[0]![1].hash;
  }
});
