import type { TableFormat } from "./table-format.js";

/** Files of meters whose rows are intervals. */
const INTERVALS: readonly TableFormat[] = [
  {
    name: "Wattlane's meters",
    kind: "meters",
    isOwn: true,
    columns: { time: /^timestamp$/, meter: /^meter$/, value: /^energy_kwh$/ },
    unit: "kWh",
  },
  {
    name: "GSY's energy profile",
    kind: "meters",
    columns: { time: /^interval$/, value: /^energy ?\(kwh\)$/ },
    unit: "kWh",
    zone: "UTC",
    clockTimes: true,
  },
  ...[/^power ?\(w\)$/, /^power$/].map((value): TableFormat => {
    const columns = { time: /^(?:interval|time)$/, value };
    const unitByHabit = value.test("power");
    return {
      name: "GSY's power profile",
      kind: "meters",
      columns,
      unit: "W",
      unitByHabit,
      zone: "UTC",
      clockTimes: true,
    };
  }),
  {
    name: "Octopus Energy's consumption",
    kind: "meters",
    columns: { time: /^start$/, end: /^end$/, value: /^consumption \(kwh\)$/ },
    unit: "kWh",
  },
  {
    name: "Elhub's hourly values",
    kind: "meters",
    columns: { time: /^fra$/, end: /^til$/, value: /^kwh \d+ forbruk$/, returned: /^kwh \d+ produksjon$/ },
    unit: "kWh",
    dates: "dmy",
    decimal: "comma",
    zone: "Europe/Oslo",
  },
  {
    name: "Enedis's load curve",
    kind: "meters",
    columns: { time: /^debut$/, end: /^fin$/, value: /^valeur \(en kw\)$/ },
    unit: "kW",
    dates: "dmy",
    decimal: "comma",
    zone: "Europe/Paris",
  },
  {
    name: "Enedis's load curve of before 2024",
    kind: "meters",
    columns: { time: /^horodate$/, value: /^valeur$/ },
    stamps: "end",
    zone: "Europe/Paris",
    preamble: /^identifiant prm\b/i,
  },
  {
    // Half-hours of the Low Carbon London trial, in Greenwich time all year.
    name: "Low Carbon London's half-hours",
    kind: "meters",
    columns: {
      time: /^(?:datetime|tstp)$/,
      meter: /^lclid$/,
      value: /^(?:kwh\/hh \(per half hour\)|energy\(kwh\/hh\))$/,
    },
    unit: "kWh",
    zone: "UTC",
  },
  ...[/^usage \(kwh\)$/, /^usage$/].map((value): TableFormat => {
    const columns = { time: /^date$/, clock: /^start time$/, endClock: /^end time$/, value, same: /^type$/ };
    const inHeader = value.test("usage (kwh)");
    return {
      name: "Green Button's CSV",
      kind: "meters",
      columns: inHeader ? columns : { ...columns, unit: /^units?$/ },
      unit: inHeader ? "kWh" : undefined,
      endDelay: 60,
      preamble: /^name,/i,
    };
  }),
];

/** Files of meters whose rows are a register's readings, or may be. */
const REGISTERS: readonly TableFormat[] = [
  {
    name: "a DSMR meter's registers",
    kind: "meters",
    columns: { time: /^date$/, clock: /^time$/, value: /^delivered \d$/, returned: /^returned \d$/ },
    unit: "kWh",
    register: "always",
    sum: true,
    dates: "dmy",
    zone: "Europe/Amsterdam",
  },
  {
    name: "Home Assistant's history",
    kind: "meters",
    columns: { time: /^last_(?:changed|updated)$/, meter: /^entity_id$/, value: /^state$/ },
    register: "always",
    wholeMinutes: true,
    nothing: /^(?:unavailable|unknown|)$/,
  },
  {
    // The sum of an hour's row is that at the end of the hour.
    name: "Home Assistant's statistics",
    kind: "meters",
    columns: { time: /^start$/, meter: /^statistic_id$/, value: /^sum$/, unit: /^unit$/ },
    register: "always",
    registerDelay: 3600,
  },
  {
    name: "emoncms's feed",
    kind: "meters",
    columns: { time: /^timestamp$/, value: /^value$/, marks: [/^date-time string$/] },
    register: "energy",
    dates: "unix",
    nothing: /^(?:null|)$/,
  },
];

/** Files of meters, as their makers export them. */
export const METER_TABLES: readonly TableFormat[] = [...INTERVALS, ...REGISTERS];
