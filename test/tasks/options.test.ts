import { expect } from "chai";

import { UserError } from "../../src/model/errors.js";
import { choiceOption, numberOption, wholeOption } from "../../tasks/options.js";

describe("numberOption", () => {
  it("refuses what is not a number in its range, naming the option and the text", () => {
    for (const text of ["1.2", "-0.1", "NaN", "Infinity", "", " ", "0x1", "0,3", "1e999", "half"]) {
      expect(() => numberOption("--q", text, { min: 0, max: 1 })).to.throw(
        UserError,
        `--q ${text}: must be a number from 0 to 1`,
      );
    }
  });

  it("reads decimals as people write them", () => {
    const texts = ["0.3", ".5", "1.", "+0.25", "1e-3", "0"];
    expect(texts.map((text) => numberOption("--q", text, { min: 0, max: 1 }))).to.deep.equal([
      0.3, 0.5, 1, 0.25, 0.001, 0,
    ]);
  });
});

describe("wholeOption", () => {
  it("refuses what is not a whole number in its range, naming the option and the text", () => {
    for (const text of ["1.5", "-1", "11", "NaN", "", "six"]) {
      expect(() => wholeOption("--z", text, { min: 0, max: 10 })).to.throw(
        UserError,
        `--z ${text}: must be a whole number from 0 to 10`,
      );
    }
  });

  it("reads whole numbers, a power of ten among them", () => {
    expect(["0", "6", "1e6"].map((text) => wholeOption("--races", text, { min: 0, max: 1e9 }))).to.deep.equal([
      0, 6, 1e6,
    ]);
  });
});

describe("choiceOption", () => {
  it("refuses another word, naming the option, the word and the choice", () => {
    expect(() => choiceOption("--law", "Exact", ["poisson", "exact"])).to.throw(
      UserError,
      "--law Exact: must be poisson or exact",
    );
  });

  it("reads one of the words", () => {
    expect(choiceOption("--law", "exact", ["poisson", "exact"])).to.equal("exact");
  });
});
