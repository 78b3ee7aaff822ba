import { expect } from "chai";

import { UserError } from "../../src/model/errors.js";
import { compileSchema } from "../../src/service/json-schema.js";

describe("compileSchema", () => {
  const check = compileSchema<{ readonly list: readonly { readonly n: number }[] }>({
    type: "object",
    properties: {
      list: {
        type: "array",
        items: { type: "object", properties: { n: { type: "integer" } }, required: ["n"] },
        maxItems: 2,
      },
      word: { description: "yes or no", enum: ["yes", "no"] },
    },
    required: ["list"],
    additionalProperties: false,
  });

  it("returns a value that fits", () => {
    const value = { list: [{ n: 1 }], word: "yes" };
    expect(check(value, "--file f.json")).to.equal(value);
  });

  const faults: readonly [value: unknown, message: string][] = [
    [5, "--file f.json: must be object"],
    [{}, "--file f.json: list: is missing"],
    [{ list: [], more: 1 }, "--file f.json: more: is not a known field"],
    [{ list: [{ n: 1 }, { n: 1.5 }] }, "--file f.json: list.1.n: must be integer"],
    [{ list: [{ n: 1 }, {}] }, "--file f.json: list.1.n: is missing"],
    [{ list: [], word: "maybe" }, "--file f.json: word: must be yes or no"],
  ];
  for (const [value, message] of faults) {
    it(`refuses ${JSON.stringify(value)}, naming the field`, () => {
      expect(() => check(value, "--file f.json")).to.throw(UserError, message);
    });
  }
});
