import { expect } from "chai";

import { hasFonts, toPng } from "../../src/report/png.js";
import { figureSamples } from "./samples.js";

describe("toPng", () => {
  it("refuses what is not an SVG", () => {
    expect(() => toPng("<svg")).to.throw(Error);
  });

  it("draws every figure at twice its size", () => {
    for (const [name, draw] of Object.entries(figureSamples)) {
      const svg = draw();
      const png = Buffer.from(toPng(svg));
      expect(png.subarray(1, 4).toString(), name).to.equal("PNG");
      const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
      expect(png.readUInt32BE(16), name).to.equal(Number(width) * 2);
      expect(png.readUInt32BE(20), name).to.equal(Number(height) * 2);
    }
  });

  it("draws text where the machine has a font, and says where it has none", () => {
    const paper = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/>';
    const blank = toPng(`${paper}</svg>`);
    const lettered = toPng(`${paper}<text y="16" fill="#fff" font-family="no such family">Wh</text></svg>`);
    expect(Buffer.compare(blank, lettered) !== 0).to.equal(hasFonts());
  });
});
