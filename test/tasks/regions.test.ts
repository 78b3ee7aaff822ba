import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { readRegions } from "../../tasks/regions.js";
import { refusal } from "../support/refusal.js";

describe("a regions file", () => {
  const folder = mkdtempSync(join(tmpdir(), "wattlane-"));
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, "regions.json");
  const regions = Array.from({ length: 257 }, () => ({ name: "a", share: 1 }));

  for (const [text, message] of [
    ["{", /^is not JSON: /],
    ["3", /^must be object$/],
    ["{}", /^regions: is missing$/],
    ['{"regions":3,"latencySeconds":[]}', /^regions: must be a list of 1 to 256 regions$/],
    [JSON.stringify({ regions, latencySeconds: [] }), /^regions: must be a list of 1 to 256 regions$/],
    ['{"regions":[null],"latencySeconds":[]}', /^regions\.0: must be an object with name and share$/],
    ['{"regions":[{"name":"","share":1}],"latencySeconds":[]}', /^regions\.0\.name: must be a text$/],
    [
      '{"regions":[{"name":"a","share":-1}],"latencySeconds":[]}',
      /^regions\.0\.share: must be a number from 0 to 1e9$/,
    ],
    ['{"regions":[{"name":"a","share":1}]}', /^latencySeconds: is missing$/],
    ['{"regions":[{"name":"a","share":1}],"latencySeconds":[["1"]]}', /^latencySeconds\.0\.0: must be a number from 0/],
    ['{"regions":[{"name":"a","share":1}],"latencySeconds":[[1,2]]}', /^latencySeconds\.0: must have 1 entry, one for/],
  ] as const) {
    it(`is refused with its field: ${text.slice(0, 60)}`, () => {
      writeFileSync(file, text);
      const [source, ...rest] = refusal(() => readRegions(file)).split("json: ");
      expect(`${source}json`).to.equal(file);
      expect(rest.join("json: ")).to.match(message);
    });
  }

  it("is read with a byte order mark", () => {
    writeFileSync(file, '\ufeff{"regions":[{"name":"a","share":1}],"latencySeconds":[[1]]}');
    expect(readRegions(file).regions).to.have.length(1);
  });
});
