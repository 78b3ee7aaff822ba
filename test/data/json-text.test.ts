import { expect } from "chai";

import { jsonText } from "../../src/data/json-text.js";

describe("jsonText", () => {
  it("refuses bytes that are no UTF-8", () => {
    expect(() => jsonText(Buffer.from('{"name":"Zähler"}', "latin1"))).to.throw(
      "has bytes that are no UTF-8: save it as UTF-8",
    );
  });

  for (const [name, bytes] of [
    ["UTF-8", Buffer.from('{"a":"ä"}')],
    ["UTF-8 with a byte order mark", Buffer.from('\ufeff{"a":"ä"}')],
    ["UTF-16, little end first", Buffer.from('\ufeff{"a":"ä"}', "utf16le")],
    ["UTF-16, big end first", Buffer.from('\ufeff{"a":"ä"}', "utf16le").swap16()],
  ] as const)
    it(`reads ${name}`, () => {
      expect(JSON.parse(jsonText(bytes))).to.deep.equal({ a: "ä" });
    });
});
