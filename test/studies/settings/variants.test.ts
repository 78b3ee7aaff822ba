import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { broadcastStudy } from "../../../scripts/studies/broadcast.js";
import { dayStudy } from "../../../scripts/studies/day.js";
import { fig11Study } from "../../../scripts/studies/fig11.js";
import { fig6Run, fig6Study } from "../../../scripts/studies/fig6.js";
import { fig78Study } from "../../../scripts/studies/fig78.js";
import { fig9Study } from "../../../scripts/studies/fig9.js";
import { sensitivityStudy } from "../../../scripts/studies/sensitivity.js";
import { SETTING_TABLES, type Settings, type SettingTable } from "../../../scripts/studies/settings/settings.js";
import type { Study } from "../../../scripts/studies/study.js";
import { table1Study } from "../../../scripts/studies/table1.js";
import { UserError } from "../../../src/model/errors.js";
import { refusal } from "../../support/refusal.js";
import { contextOf } from "../../support/study.js";

type Group = keyof typeof SETTING_TABLES;

const ONE_TRADE = ["fig6.trades=1"];
const SMALL_NETWORK = ["fromNodes=20", "toNodes=40", "stepNodes=20", "seeds=1", "blocks=1"].map((s) => `fig78.${s}`);
const SMALL_BROADCAST = ["broadcast.mostNodes=100", "broadcast.blocks=1"];

/** A study that uses the group's settings, made small. */
const STUDIES: Readonly<Record<Group, readonly [Study, ...string[]]>> = {
  market: [fig6Study, ...ONE_TRADE],
  time: [fig78Study, ...SMALL_NETWORK],
  network: [broadcastStudy, ...SMALL_BROADCAST],
  fig6: [fig6Study, ...ONE_TRADE],
  fig78: [fig78Study, ...SMALL_NETWORK],
  fig9: [fig9Study, ...ONE_TRADE, "fig9.trades=1"],
  fig11: [fig11Study, ...ONE_TRADE, "fig11.blocks=3"],
  broadcast: [broadcastStudy, ...SMALL_BROADCAST],
  sensitivity: [sensitivityStudy, "sensitivity.trades=20"],
  table1: [table1Study, "table1.users=10", "table1.days=1"],
  dayRules: [dayStudy],
};

/** How much is computed: the greatest would take hours. */
const SIZES = [
  ...["fig6.trades", "fig78.fromNodes", "fig78.toNodes", "fig78.seeds", "fig78.blocks", "fig9.trades", "fig11.blocks"],
  ...["broadcast.mostNodes", "broadcast.blocks", "sensitivity.trades", "table1.users", "table1.days"],
];

/** Ends that contradict another setting's default, and the line that says so. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  "time.authorities=1000000": /^authorities = 1000000: must be a whole number from 1 to 1000$/,
  "fig6.lowKWh=1000000": /^highKWh = 5000: must not be below lowKWh = 1000000$/,
  "fig6.highKWh=1": /^highKWh = 1: must not be below lowKWh = 1000$/,
  "fig78.toNodes=1": /^fig78.toNodes = 1: must not be below fig78.fromNodes = 20$/,
  "table1.sellersPermille=999": /^buyersPermille = 520: must be a whole number from 1 to 1$/,
  "table1.buyersPermille=999": /^buyersPermille = 999: must be a whole number from 1 to 800$/,
  "table1.lowKWh=1000000": /^highKWh = 5000: must be a whole number from 1000000 to 1000000$/,
  "table1.highKWh=1": /^highKWh = 1: must be a whole number from 1000 to 1000000$/,
  "table1.lowPrice=1000000000": /^highPrice = 100000: must be a whole number from 1000000000 to 1000000000$/,
  "table1.highPrice=1": /^highPrice = 1: must be a whole number from 60000 to 1000000000$/,
  "dayRules.gateSeconds=86400":
    /^dayRules.gateSeconds = 86400: leaves no time for delivery in .* 60 min; give less than 3600 /,
};

/** Studies that take a second or more run with several ends at a time; each end is checked alone. */
const TOGETHER: Partial<Readonly<Record<Group, readonly string[]>>> = {
  table1: [
    "table1.lowKWh=1,table1.lowPrice=1,table1.deviation=0,table1.voidShare=0,table1.buyersPermille=1",
    "table1.highKWh=1000000,table1.highPrice=1000000000,table1.deviation=1,table1.voidShare=1,table1.sellersPermille=1",
  ],
  sensitivity: ["sensitivity.trades=1,sensitivity.blockSeconds=0.1,sensitivity.worthPercent=0.1"],
};

describe("every setting at the ends of its domain", function () {
  this.timeout(60_000);
  let folder: string;
  let sources: Settings["sources"];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "wattlane-variants-"));
    sources = hourlyDay(folder);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  async function outcomeOf(group: Group, given: string, run: boolean): Promise<string> {
    const [study, ...small] = STUDIES[group];
    const keys = given.split(",").map((setting) => setting.split("=", 1)[0]);
    const others = small.filter((setting) => !keys.includes(setting.split("=", 1)[0]));
    const context = contextOf([...others, given].join(","));
    const settings: Settings = { ...context.settings, sources };
    try {
      study.check?.(settings);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return error.message;
    }
    if (run) await study.run({ ...context, settings });
    return "ran";
  }

  for (const [group, table] of Object.entries(SETTING_TABLES) as [Group, SettingTable][]) {
    const together = TOGETHER[group];
    for (const [name, { min, max }] of Object.entries(table)) {
      const key = `${group}.${name}`;
      for (const value of SIZES.includes(key) ? [min] : [min, max]) {
        const setting = `${key}=${value}`;
        const refused = REFUSED[setting];
        it(`${setting} ${refused === undefined ? "runs" : "is refused in one line"}`, async () => {
          expect(await outcomeOf(group, setting, together === undefined)).to.match(refused ?? /^ran$/);
        });
      }
    }
    for (const settings of together ?? []) {
      it(`${settings} runs`, async () => {
        expect(await outcomeOf(group, settings, true)).to.equal("ran");
      });
    }
  }

  for (const authorities of [70, 155]) {
    it(`market.authorities=${authorities} verifies every trade, as a committee of seven does`, async () => {
      const context = contextOf(`fig6.trades=4,market.authorities=${authorities}`);
      const trades = await context.shared(fig6Run);
      expect(trades.map(({ lane }) => lane)).to.deep.equal(["fast", "fast", "fast", "full"]);
    });
  }

  it("dayRules.gateSeconds=1800 is refused with half-hours, before anything runs", () => {
    const { settings } = contextOf("dayRules.gateSeconds=1800");
    const half = { ...sources, consumption: halfHours(folder) };
    expect(
      refusal(() => dayStudy.check?.({ ...settings, sources: { ...half, generation: half.consumption } })),
    ).to.match(/^dayRules.gateSeconds = 1800: leaves no time for delivery in the intervals of .*, which are 30 min; /);
  });
});

/** A household, a roof and a price for each hour of a day. */
function hourlyDay(folder: string): Settings["sources"] {
  const write = (name: string, header: string, rest: string) => dayFile(join(folder, name), 60, header, rest);
  return {
    consumption: write("households.csv", "meter,energy_kwh", "house,0.5"),
    generation: write("roofs.csv", "meter,energy_kwh", "roof,0.2"),
    prices: write("prices.csv", "price_per_mwh", "80"),
    days: 1,
  };
}

function halfHours(folder: string): string {
  return dayFile(join(folder, "half-hours.csv"), 30, "meter,energy_kwh", "house,0.5");
}

/** A file with the same row in each interval of a day. */
function dayFile(path: string, minutes: number, header: string, rest: string): string {
  const times = Array.from({ length: 1440 / minutes }, (_, i) => new Date(Date.UTC(2026, 2, 1, 0, i * minutes)));
  writeFileSync(path, `timestamp,${header}\n${times.map((time) => `${time.toISOString()},${rest}\n`).join("")}`);
  return path;
}
