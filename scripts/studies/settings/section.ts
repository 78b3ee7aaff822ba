import { tokens } from "../../../src/report/amounts.js";
import { toGrid, type Column } from "../../../src/report/column.js";
import type { ReportSection } from "../../../src/report/page/page.js";
import { SETTINGS_FILE } from "./file.js";
import { SETTING_TABLES, type Settings, type SettingTable, timeOf } from "./settings.js";

interface Line {
  readonly key: string;
  readonly value: number | string;
  readonly unit: string;
  readonly source: string;
  readonly meaning: string;
}

const COLUMNS: readonly Column<Line>[] = [
  { name: "setting", heading: "Setting", value: ({ key }) => key },
  { name: "value", heading: "Value", value: ({ value, unit }) => shown(value, unit) },
  { name: "source", heading: "Source", value: ({ source }) => source },
  { name: "meaning", heading: "Meaning", value: ({ meaning }) => meaning },
];

/** The report's chapter on what it was run with: every setting, and where it comes from. */
export function settingsSection(settings: Settings): ReportSection {
  return {
    id: "settings",
    title: "Settings",
    paragraphs: [
      "Everything that this report depends on. The same settings on the same kind of chain give the same numbers, to the last byte of every CSV and JSON but timings.json, which holds measured times; another kind of chain may need other numbers of blocks.",
    ],
    figures: [],
    tables: [{ id: "settings-table", caption: "Effective settings.", grid: toGrid(COLUMNS, linesOf(settings)) }],
    downloads: [{ path: SETTINGS_FILE, label: "Settings (JSON), for --settings" }],
  };
}

function linesOf(settings: Settings): Line[] {
  const effective = { ...settings, time: timeOf(settings) };
  const groups = Object.keys(SETTING_TABLES) as (keyof typeof SETTING_TABLES)[];
  const numbers = groups.flatMap((group) =>
    Object.entries<SettingTable[string]>(SETTING_TABLES[group]).map(([name, parameter]): Line => {
      const { symbol, meaning, unit, value: usual, source } = parameter;
      const value = (effective[group] as Readonly<Record<string, number>>)[name] ?? NaN;
      const given = usual !== undefined && value !== usual;
      return {
        key: `${group}.${name}`,
        value,
        unit,
        source: given ? "given" : source,
        meaning: `${symbol}: ${meaning}`,
      };
    }),
  );
  const sources = Object.entries(settings.sources).flatMap(([name, value]: [string, string | number | undefined]) =>
    value === undefined ? [] : [line(`sources.${name}`, "input of the day of trading", value)],
  );
  return [
    line("seed", "of everything drawn at random that has no seed of its own", settings.seed),
    ...numbers,
    ...sources,
  ];
}

function line(key: string, meaning: string, value: number | string): Line {
  return { key, value, unit: "", source: "given", meaning };
}

/** Money as `--set` takes it, and in tokens. */
function shown(value: number | string, unit: string): string {
  if (typeof value === "string") return value;
  const given = `${value.toLocaleString("en-US", { maximumFractionDigits: 9 })} ${unit}`.trim();
  if (!unit.startsWith(BASE_UNITS)) return given;
  return `${given} = ${tokens(BigInt(value))} ${unit.replace(BASE_UNITS, "tokens")}`;
}

const BASE_UNITS = "base units";
