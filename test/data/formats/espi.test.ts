import { expect } from "chai";

import { espiRows } from "../../../src/data/formats/espi.js";
import { mulberry32, uniformInteger } from "../../../src/model/random.js";
import { UserError } from "../../../src/model/errors.js";
import { refusal } from "../../support/refusal.js";
import { told } from "./reading.js";

const BASE = "https://utility.example/espi/1_1/resource/Subscription/1/UsagePoint/1";

const entry = (self: string, up: string, related: string, content: string) =>
  `<entry><link rel="self" href="${BASE}${self}"/><link rel="up" href="${BASE}${up}"/>` +
  `<link rel="related" href="${BASE}${related}"/><content>${content}</content></entry>`;

const type = (id: string, fields: string) =>
  entry(`/ReadingType/${id}`, "/ReadingType", "", `<espi:ReadingType>${fields}</espi:ReadingType>`);
const meterReading = (id: string, ofType: string) =>
  entry(`/MeterReading/${id}`, "/MeterReading", `/ReadingType/${ofType}`, "<espi:MeterReading/>");
const reading = (start: number, value: string, more = "") =>
  `<espi:IntervalReading>${more}<espi:timePeriod><espi:duration>900</espi:duration><espi:start>${String(start)}</espi:start>` +
  `</espi:timePeriod><espi:value>${value}</espi:value></espi:IntervalReading>`;
const block = (id: string, ...readings: string[]) =>
  entry(
    `/MeterReading/${id}/IntervalBlock/1`,
    `/MeterReading/${id}/IntervalBlock`,
    "",
    `<espi:IntervalBlock><espi:interval><espi:duration>86400</espi:duration><espi:start>0</espi:start></espi:interval>${readings.join("\n")}</espi:IntervalBlock>`,
  );
const feed = (...entries: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xmlns:espi="http://naesb.org/espi">\n${entries.join("\n")}\n</feed>\n`;

const fields = (flow: string, uom: string, power: string) =>
  `<espi:flowDirection>${flow}</espi:flowDirection><espi:powerOfTenMultiplier>${power}</espi:powerOfTenMultiplier><espi:uom>${uom}</espi:uom>`;

const START = Date.UTC(2025, 5, 18) / 1000;
const TWO_WAYS = feed(
  meterReading("1", "a"),
  block("1", reading(START, "1234"), reading(START + 900, "5", "<espi:cost>99</espi:cost>")),
  meterReading("2", "b"),
  block("2", reading(START, "7")),
  type("a", fields("1", "72", "-1")),
  type("b", fields("19", "72", "3")),
  meterReading("3", "c"),
  block("3", reading(START, "7")),
  type("c", fields("1", "169", "0")),
);

describe("Green Button data (ESPI)", () => {
  it("reads watt-hours times the power of ten, by the links, in the direction that is wanted", () => {
    expect(told("meters", espiRows([TWO_WAYS], "home.xml", {}))).to.deep.equal({
      rows: ["2025-06-18T00:00Z/2025-06-18T00:15Z home 123.4", "2025-06-18T00:15Z/2025-06-18T00:30Z home 0.5"],
      faults: [],
    });
    expect(told("meters", espiRows(TWO_WAYS, "home.xml", { flow: "returned" })).rows).to.deep.equal([
      "2025-06-18T00:00Z/2025-06-18T00:15Z home 7000",
    ]);
  });

  it("reads watts as the mean of the interval", () => {
    const watts = feed(type("a", fields("1", "38", "0")), block("1", reading(START, "400")));
    expect(told("meters", espiRows([watts], "f.xml", {})).rows).to.deep.equal([
      "2025-06-18T00:00Z/2025-06-18T00:15Z f 100",
    ]);
  });

  for (const [name, xml, message] of [
    ["what is no XML", "<feed><entry></feed>", /^f\.xml:1: is no XML that can be read: /],
    ["what ends early", TWO_WAYS.slice(0, 900), /^f\.xml:\d+: is no XML that can be read: /],
    [
      "a feed without energy",
      feed(type("a", fields("1", "169", "0")), block("1", reading(START, "1"))),
      /^f\.xml: has no readings in watt-hours or watts$/,
    ],
    [
      "a value that is none",
      feed(type("a", fields("1", "72", "0")), block("1", reading(START, "1.5"))),
      /^f\.xml:4: its value "1\.5" cannot be read$/,
    ],
    [
      "a power of ten that is none",
      feed(type("a", fields("1", "72", "x"))),
      /^f\.xml:3: its powerOfTenMultiplier "x" cannot be read$/,
    ],
    [
      "two series of one direction",
      feed(
        type("a", fields("1", "72", "0")),
        type("b", fields("1", "72", "0")),
        meterReading("1", "a"),
        block("1", reading(START, "1")),
        meterReading("2", "b"),
        block("2", reading(START, "1")),
      ),
      /^f\.xml: has several series of readings: export one meter/,
    ],
    [
      "readings that no link joins to their type",
      feed(type("a", fields("1", "72", "0")), type("b", fields("1", "72", "0")), block("9", reading(START, "1"))),
      /^f\.xml:5: no link leads from the readings to their ReadingType$/,
    ],
  ] as const)
    it(`refuses ${name}`, () => {
      expect(refusal(() => espiRows([xml], "f.xml", {}))).to.match(message);
    });

  it("refuses a reading below zero by its line", () => {
    const xml = feed(type("a", fields("1", "72", "0")), block("1", reading(START, "-5"), reading(START + 900, "1")));
    expect(told("meters", espiRows([xml], "f.xml", {}))).to.deep.equal({
      rows: ["2025-06-18T00:15Z/2025-06-18T00:30Z f 1"],
      faults: ["f.xml:4: the reading -5 is negative"],
    });
  });

  it("ends in rows or in one line, however it is cut or edited", () => {
    const random = mulberry32(3);
    for (let round = 0; round < 300; round++) {
      const at = uniformInteger(random, 0, TWO_WAYS.length - 1);
      const cut = uniformInteger(random, 0, 30);
      const xml = TWO_WAYS.slice(0, at) + ["", "<", "&", "x", "9"][round % 5]! + TWO_WAYS.slice(at + cut);
      try {
        espiRows([xml.slice(0, at), xml.slice(at)], "f.xml", {});
      } catch (error) {
        expect(error).to.be.instanceOf(UserError);
        expect((error as UserError).message).to.match(/^f\.xml(:\d+)?: [^\n]+$/);
      }
    }
  });
});
