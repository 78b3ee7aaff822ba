import { expect } from "chai";

import { dayRanges } from "../../src/data/day-grid.js";

describe("dayRanges", () => {
  for (const [days, words] of [
    [[], "none"],
    [["2018-09-26"], "2018-09-26"],
    [["2018-09-30", "2018-10-01", "2018-10-02"], "2018-09-30 to 2018-10-02"],
    [["2016-02-28", "2016-02-29", "2016-03-02"], "2016-02-28 to 2016-02-29, 2016-03-02"],
  ] as const)
    it(`lists ${days.length} days`, () => {
      expect(dayRanges(days)).to.equal(words);
    });
});
