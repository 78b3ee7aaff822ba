import { expect } from "chai";

import { linesOf } from "../../../src/data/lines.js";
import { UserError } from "../../../src/model/errors.js";
import { mulberry32, uniformInteger } from "../../../src/model/random.js";
import { Zone } from "../../../src/data/zone.js";
import { type ReadFile, readAs } from "./reading.js";
import { type Shape, SHAPES } from "./shapes.js";

type Random = () => number;

const pick = <T>(random: Random, list: readonly T[]): T => list[uniformInteger(random, 0, list.length - 1)]!;

const separatorOf = ({ lines, header = 0 }: Shape) => [";", "\t"].find((sign) => lines[header]?.includes(sign)) ?? ",";

/** The header and each row of a shape with a text at its end. */
const extended = (shape: Shape, ofHeader: string, ofRow: string) => {
  const { lines, header = 0 } = shape;
  const end = (index: number) => (index < header ? "" : separatorOf(shape) + (index === header ? ofHeader : ofRow));
  return lines.map((line, index) => line + end(index));
};

/** Edits after which a file says the same. */
const HARMLESS: readonly ((shape: Shape) => string[])[] = [
  ({ lines }) => lines.map((line) => `${line}\r`),
  ({ lines }) => lines.flatMap((line) => [line, ""]),
  ({ lines, header = 0 }) => lines.map((line, index) => (index === header ? line.toUpperCase() : line)),
  (shape) => extended(shape, "", ""),
  (shape) => extended(shape, "remark", "x"),
];

/** Edits after which a file may say anything. */
const HARMFUL: readonly ((text: string, random: Random) => string)[] = [
  (text, random) => text.slice(0, uniformInteger(random, 0, text.length)),
  (text, random) => {
    const at = uniformInteger(random, 0, text.length);
    return (
      text.slice(0, at) +
      pick(random, ["", ",", ";", '"', "\n", "-", "\0", "\ufffd", "9", "e", ".", "<", "Z", "24:00"]) +
      text.slice(at + 1)
    );
  },
  (text, random) => {
    const lines = text.split("\n");
    lines.splice(uniformInteger(random, 0, lines.length - 1), 1);
    return lines.join("\n");
  },
  (text, random) => {
    const lines = text.split("\n");
    lines.push(pick(random, lines));
    return lines.join("\n");
  },
  (text) => text.replaceAll(",", ";"),
  (text) => text.replaceAll(";", ","),
  (text) => text.replaceAll(".", ","),
  (text) => text.replaceAll(/\d{4}-\d\d-\d\d/g, "31.02.2025"),
  (text) => text.split("\n").reverse().join("\n"),
];

const DIALECTS = [
  {},
  { decimal: "comma" },
  { decimal: "point" },
  { dates: "dmy" },
  { dates: "mdy", zone: new Zone("Europe/London") },
  { unit: "Wh" },
  { unit: "kW" },
] as const;

function outcome(shape: Shape, text: string, options = shape.options): ReadFile | string {
  try {
    return readAs(shape.kind ?? "meters", [...linesOf([text], "f.csv")], options);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

describe("formats, with files that were edited", () => {
  for (const shape of SHAPES)
    it(`${shape.name}: says the same after harmless edits`, () => {
      for (const edit of HARMLESS) {
        const edited = edit(shape);
        const { taken, rows, faults } = outcome(shape, edited.join("\n")) as ReadFile;
        expect({ taken, rows, faults }, edited.join("\n")).to.deep.equal({
          taken: shape.taken,
          rows: shape.rows,
          faults: [],
        });
      }
    });

  it("a value or one line, whatever is edited", function () {
    this.timeout(60_000);
    const random = mulberry32(10);
    let refused = 0;
    let faulty = 0;
    for (let round = 0; round < 2000; round++) {
      const shape = pick(random, SHAPES);
      let text = shape.lines.join("\n");
      for (let edits = uniformInteger(random, 1, 3); edits > 0; edits--) text = pick(random, HARMFUL)(text, random);
      const result = outcome(shape, text, { ...shape.options, ...pick(random, DIALECTS) });
      const messages = typeof result === "string" ? [result] : result.faults;
      for (const message of messages) {
        expect(message, text).to.match(/^f\.csv(:\d+)?: [^\n]+$/);
        expect(message.length, message).to.be.below(600);
      }
      if (typeof result === "string") refused++;
      else {
        if (result.faults.length > 0) faulty++;
        if (shape.kind !== "prices")
          for (const row of result.rows) expect(row, text).to.match(/ \d+(\.\d+)?(e[+-]\d+)?$/);
      }
    }
    expect(refused).to.be.within(200, 1800);
    expect(faulty).to.be.within(200, 1800);
  });
});
