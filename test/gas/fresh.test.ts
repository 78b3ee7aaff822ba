import { expect } from "chai";

import { refusal } from "../support/refusal.js";
import { FIGURES, gasFiles, PAGE, requireFresh } from "./fresh.js";
import { sampleFigures } from "./sample-figures.js";

describe("The check of committed gas", () => {
  const committed = gasFiles(sampleFigures());

  it("passes the files that the measured figures give", () => {
    expect(() => {
      requireFresh(committed, sampleFigures());
    }).not.to.throw();
  });

  it("names the stale file and every figure that changed", () => {
    expect(
      refusal(() => {
        requireFresh(committed, sampleFigures({ declare: 79_000, cancel: 32_001 }));
      }),
    ).to.equal(
      "gas.json is stale; npm run gas writes it anew\n" +
        "  improved, declare: 80,000 -> 79,000 (-1,000)\n" +
        "  improved, cancel: 32,000 -> 32,001 (+1)",
    );
  });

  it("names a page that does not show the committed figures", () => {
    const edited = { ...committed, [PAGE]: committed[PAGE].replace("80,000", "8,000") };
    expect(
      refusal(() => {
        requireFresh(edited, sampleFigures());
      }),
    ).to.equal("docs/gas.md is stale; npm run gas writes it anew");
  });

  it("takes a missing file for a stale one", () => {
    const message = refusal(() => {
      requireFresh({ ...committed, [FIGURES]: undefined }, sampleFigures());
    });
    expect(message)
      .to.match(/^gas\.json is stale/)
      .and.include("improved, declare: new, 80,000");
  });

  it("says so when the file cannot be read as JSON", () => {
    const broken = { ...committed, [FIGURES]: "{" };
    expect(
      refusal(() => {
        requireFresh(broken, sampleFigures());
      }),
    ).to.equal("gas.json is not JSON; npm run gas writes it anew");
  });
});
