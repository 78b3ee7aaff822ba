import type { ReadOptions } from "../../../src/data/formats/read-options.js";
import type { FileKind } from "../../../src/data/formats/table-format.js";
import { Zone } from "../../../src/data/zone.js";

/** A file as its maker exports it, and what it is read as. */
export interface Shape {
  readonly name: string;
  readonly kind?: FileKind;
  readonly lines: readonly string[];
  /** Which of the lines is the header, if not the first. */
  readonly header?: number;
  readonly options?: ReadOptions;
  readonly taken: string;
  readonly rows: readonly string[];
}

const midnight = Date.UTC(2025, 5, 18) / 1000;

export const SHAPES: readonly Shape[] = [
  {
    name: "Wattlane's own",
    lines: ["timestamp,meter,energy_kwh", "2025-06-18T00:00Z,a,0.0059", "2025-06-18T02:30:00+02,b,1"],
    taken: "",
    rows: ["2025-06-18T00:00Z a 5.9", "2025-06-18T00:30Z b 1000"],
  },
  {
    name: "further columns, trailing commas, other case, other order, newest first",
    lines: [
      "Quality,Energy_kWh,METER,Timestamp,",
      "A,0.2,a,2025-06-18 00:30:00 UTC,",
      "E,0.1,a,2025-06-18 00:00:00 +0000,",
    ],
    taken: "",
    rows: ["2025-06-18T00:30Z a 200", "2025-06-18T00:00Z a 100"],
  },
  {
    name: "a sep= line, tabs",
    header: 1,
    lines: ["sep=\t", "timestamp\tmeter\tenergy_kwh", "2025-06-18T00:00Z\ta\t1"],
    taken: "",
    rows: ["2025-06-18T00:00Z a 1000"],
  },
  {
    name: "GSY, energy at times of day with seconds",
    lines: ["INTERVAL;ENERGY(kWh):", "00:00:00;0.1", "00:15:00;0.2"],
    options: { midnight },
    taken: "GSY's energy profile: kWh; times without a zone are of UTC",
    rows: ["2025-06-18T00:00Z f 100", "2025-06-18T00:15Z f 200"],
  },
  {
    name: "GSY, power in W at times of day",
    lines: ["Interval;Power(W)", "00:00;400.5", "00:15;402"],
    options: { midnight },
    taken: "GSY's power profile: W; times without a zone are of UTC",
    rows: ["2025-06-18T00:00Z/2025-06-18T00:15Z f 100.125", "2025-06-18T00:15Z/2025-06-18T00:30Z f 100.5"],
  },
  {
    name: "GSY, power without a unit",
    lines: ["Time,Power", "2025-06-18T00:00,400", "2025-06-18T00:30,10"],
    taken: "GSY's power profile: W; times without a zone are of UTC",
    rows: ["2025-06-18T00:00Z/2025-06-18T00:30Z f 200", "2025-06-18T00:30Z/2025-06-18T01:00Z f 5"],
  },
  {
    name: "GSY, power without a unit that is said to be kW",
    lines: ["INTERVAL,POWER", "00:00,0.4", "01:00,1"],
    options: { midnight, unit: "kW" },
    taken: "GSY's power profile: kW; times without a zone are of UTC",
    rows: ["2025-06-18T00:00Z/2025-06-18T01:00Z f 400", "2025-06-18T01:00Z/2025-06-18T02:00Z f 1000"],
  },
  {
    name: "Octopus",
    lines: [
      "Consumption (kwh), Estimated Cost Inc. Tax (p), Start, End",
      "0.25, 2.0, 2026-04-01T00:00:00+01:00, 2026-04-01T00:30:00+01:00",
      "0.5, 2.0, 2026-04-01T23:30:00+01:00, 2026-04-02T00:00:00+01:00",
    ],
    taken: "Octopus Energy's consumption: kWh",
    rows: ["2026-03-31T23:00Z/2026-03-31T23:30Z f 250", "2026-04-01T22:30Z/2026-04-01T23:00Z f 500"],
  },
  {
    name: "Elhub, on the day on which an hour comes twice",
    lines: [
      "Fra;Til;KWH 60 Forbruk;KWH 60 Produksjon;Kvalitet",
      "26.10.2025 01:00;26.10.2025 02:00;0,100;9;Avlest",
      "26.10.2025 02:00;26.10.2025 02:00;0,200;9;Avlest",
      "26.10.2025 02:00;26.10.2025 03:00;0,300;9;Avlest",
      "26.10.2025 23:00;26.10.2025 00:00;0,400;9;Avlest",
    ],
    taken: "Elhub's hourly values: kWh; times without a zone are of Europe/Oslo; decimal comma",
    rows: [
      "2025-10-25T23:00Z/2025-10-26T00:00Z f 100",
      "2025-10-26T00:00Z/2025-10-26T01:00Z f 200",
      "2025-10-26T01:00Z/2025-10-26T02:00Z f 300",
      "2025-10-26T22:00Z/2025-10-26T23:00Z f 400",
    ],
  },
  {
    name: "Elhub, what was fed in",
    lines: ["Fra;Til;KWH 60 Forbruk;KWH 60 Produksjon", "18.06.2025 00:00;18.06.2025 01:00;0,1;0,2"],
    options: { flow: "returned" },
    taken: "Elhub's hourly values: kWh; what was fed in; times without a zone are of Europe/Oslo; decimal comma",
    rows: ["2025-06-17T22:00Z/2025-06-17T23:00Z f 200"],
  },
  {
    name: "Enedis",
    lines: ["Début;Fin;Valeur (en kW)", "01/01/2024 00:00:00;01/01/2024 00:30:00;0,300"],
    taken: "Enedis's load curve: kW; times without a zone are of Europe/Paris; decimal comma",
    rows: ["2023-12-31T23:00Z/2023-12-31T23:30Z f 150"],
  },
  {
    name: "Enedis before 2024, power by the ends of intervals",
    header: 2,
    lines: [
      "Identifiant PRM;Type de donnees;Date de debut;Unite;Pas en minutes",
      "11111111111111;Courbe de charge;01/01/2024;W;",
      "Horodate;Valeur",
      "2024-01-01T00:30:00+01:00;300",
      "2024-01-01T01:00:00+01:00;500",
    ],
    taken: "Enedis's load curve of before 2024: W; times without a zone are of Europe/Paris",
    rows: ["2023-12-31T23:00Z/2023-12-31T23:30Z f 150", "2023-12-31T23:30Z/2024-01-01T00:00Z f 250"],
  },
  {
    name: "Low Carbon London",
    lines: ["LCLid,stdorToU,DateTime,KWH/hh (per half hour) ", "MAC9,Std,2013-06-15 00:00:00.0000000, 0.1 "],
    taken: "Low Carbon London's half-hours: kWh; times without a zone are of UTC",
    rows: ["2013-06-15T00:00Z MAC9 100"],
  },
  {
    name: "Green Button's CSV, with its lines before the header",
    header: 3,
    lines: [
      "Name,SMITH",
      'Address,"1 Elm St, Springfield"',
      "",
      "TYPE,DATE,START TIME,END TIME,USAGE (kWh),COST,NOTES",
      "Electric usage,2025-06-18,00:00,00:14,0.10,$0.03,",
      "Electric usage,2025-06-18,23:45,23:59,0.20,$0.03,",
    ],
    options: { zone: new Zone("America/New_York") },
    taken: "Green Button's CSV: kWh; times without a zone are of America/New_York",
    rows: ["2025-06-18T04:00Z/2025-06-18T04:15Z f 100", "2025-06-19T03:45Z/2025-06-19T04:00Z f 200"],
  },
  {
    name: "a DSMR meter's two registers",
    lines: [
      '"DATE","TIME","DELIVERED 1","DELIVERED 2"',
      '"18-06-2025","00:00","1000.000","2000.000"',
      '"18-06-2025","01:00","1000.250","2000.300"',
      '"18-06-2025","03:00","1000.250","2001.300"',
    ],
    taken: "a DSMR meter's registers: kWh; differences of a register; times without a zone are of Europe/Amsterdam",
    rows: ["2025-06-17T22:00Z/2025-06-17T23:00Z f 550", "2025-06-17T23:00Z/2025-06-18T01:00Z f 1000"],
  },
  {
    name: "Home Assistant's history, states that are none among them",
    lines: [
      "entity_id,state,last_changed",
      "sensor.in,unavailable,2025-06-17T23:59:07.000Z",
      "sensor.in,12345.0,2025-06-18T00:00:07.000Z",
      "sensor.in,12345.1,2025-06-18T00:00:37.000Z",
      "sensor.in,12345.25,2025-06-18T00:30:07.001Z",
    ],
    options: { unit: "kWh" },
    taken: "Home Assistant's history: kWh; differences of a register",
    rows: ["2025-06-18T00:00Z/2025-06-18T00:30Z sensor.in 250"],
  },
  {
    name: "Home Assistant's statistics, whose sums are those at the end of the hour",
    lines: [
      "statistic_id;start;unit;state;sum",
      "sensor.eeg;20.07.2025 00:00;kWh;0,1;10,1",
      "sensor.eeg;20.07.2025 01:00;kWh;0,2;10,3",
    ],
    options: { dates: "dmy", decimal: "comma", zone: new Zone("Europe/Vienna") },
    taken:
      "Home Assistant's statistics: differences of a register; times without a zone are of Europe/Vienna; decimal comma",
    rows: ["2025-07-19T23:00Z/2025-07-20T00:00Z sensor.eeg 200"],
  },
  {
    name: "emoncms, power",
    lines: [
      "Timestamp,Date-time string,value",
      "1750204800,2025-06-18 00:00:00,100",
      "1750206600,2025-06-18 00:30:00,50",
    ],
    options: { unit: "W", dates: "dmy" },
    taken: "emoncms's feed: W",
    rows: ["2025-06-18T00:00Z/2025-06-18T00:30Z f 50", "2025-06-18T00:30Z/2025-06-18T01:00Z f 25"],
  },
  {
    name: "emoncms, a register",
    lines: [
      "Timestamp,Date-time string,value",
      "1750204800,2025-06-18 00:00:00,100",
      "1750206600,2025-06-18 00:30:00,100.5",
    ],
    options: { unit: "kWh" },
    taken: "emoncms's feed: kWh; differences of a register",
    rows: ["2025-06-18T00:00Z/2025-06-18T00:30Z f 500"],
  },
  {
    name: "Wattlane's prices",
    kind: "prices",
    lines: ["timestamp,price_per_mwh", "2025-06-18T00:00Z,48.28", "2025-06-18T00:30Z,-1.5"],
    taken: "",
    rows: ["2025-06-18T00:00Z 48280000", "2025-06-18T00:30Z -1500000"],
  },
  {
    name: "ENTSO-E's prices, with the hour that comes twice",
    kind: "prices",
    lines: [
      '"MTU (CET/CEST)","Area","Sequence","Day-ahead Price (EUR/MWh)"',
      '"26/10/2025 02:45:00 (CEST) - 26/10/2025 02:00:00 (CET)","BZN|NL","1","80.25"',
      '"26/10/2025 02:00:00 (CET) - 26/10/2025 02:15:00 (CET)","BZN|NL","1","-81"',
      '"26/10/2025 02:15:00 (CET) - 26/10/2025 02:30:00 (CET)","BZN|NL","1","n/e"',
    ],
    taken: "ENTSO-E's day-ahead prices: times without a zone are of Europe/Brussels",
    rows: ["2025-10-26T00:45Z/2025-10-26T01:00Z 80250000", "2025-10-26T01:00Z/2025-10-26T01:15Z -81000000"],
  },
  {
    name: "AEMO's prices, by the ends of intervals",
    kind: "prices",
    lines: ["REGION,SETTLEMENTDATE,TOTALDEMAND,RRP,PERIODTYPE", "NSW1,2025/06/18 00:05:00,7000,80.1,TRADE"],
    taken: "AEMO's prices: times without a zone are of +10:00",
    rows: ["2025-06-17T14:05Z 80100000"],
  },
  {
    name: "columns as said",
    lines: ["Zeit;Zähler;Bezug (Wh);x", "18.06.2025 00:00;a;1.010,5;0", "18.06.2025 00:30;a;0,5;0"],
    options: {
      columns: { time: "Zeit", meter: "Zähler", energy: "bezug (wh)" },
      dates: "dmy",
      decimal: "comma",
      zone: new Zone("Europe/Berlin"),
    },
    taken: "columns as said: Wh; times without a zone are of Europe/Berlin; decimal comma",
    rows: ["2025-06-17T22:00Z a 1010.5", "2025-06-17T22:30Z a 0.5"],
  },
  {
    name: "a register in columns as said, newest first",
    lines: ["date,clock,total", "2025-06-18,01:00,12345.7", "2025-06-18,00:30,12345.2", "2025-06-18,00:00,12345.1"],
    options: { columns: { time: "date", clock: "clock", register: "total" }, unit: "kWh", zone: new Zone("+02:00") },
    taken: "columns as said: kWh; differences of a register; times without a zone are of +02:00",
    rows: ["2025-06-17T22:30Z/2025-06-17T23:00Z f 500", "2025-06-17T22:00Z/2025-06-17T22:30Z f 100"],
  },
  {
    name: "prices in a column as said",
    kind: "prices",
    lines: ["when,eur", "06/18/2025 01:00 PM,1"],
    options: { columns: { time: "when", price: "eur" }, dates: "mdy", zone: new Zone("UTC") },
    taken: "columns as said: times without a zone are of UTC",
    rows: ["2025-06-18T13:00Z 1000000"],
  },
];
