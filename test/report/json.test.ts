import { expect } from "chai";

import { toJson } from "../../src/report/json.js";

describe("toJson", () => {
  it("refuses numbers that are not finite, naming the key", () => {
    expect(() => toJson({ a: { risk: NaN } })).to.throw(RangeError, '"risk": NaN');
    expect(() => toJson([1, Infinity])).to.throw(RangeError, '"1": Infinity');
  });

  it("refuses what JSON would write as an empty object", () => {
    expect(() => toJson({ balances: new Map() })).to.throw(TypeError, '"balances"');
    expect(() => toJson({ users: new Set() })).to.throw(TypeError, '"users"');
  });

  it("keeps the keys in the order given and ends with a line break", () => {
    expect(toJson({ z: 1, a: { y: true, b: null } })).to.equal(
      '{\n  "z": 1,\n  "a": {\n    "y": true,\n    "b": null\n  }\n}\n',
    );
  });

  it("writes bigints as strings of their decimal digits", () => {
    expect(JSON.parse(toJson({ wei: [2n ** 256n - 1n, -1n] }))).to.deep.equal({
      wei: [(2n ** 256n - 1n).toString(), "-1"],
    });
  });

  it("leaves undefined properties out", () => {
    expect(JSON.parse(toJson({ log10: undefined, probability: 0.5 }))).to.deep.equal({ probability: 0.5 });
  });
});
