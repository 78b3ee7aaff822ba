import { expect } from "chai";

import { fig10Study } from "../../scripts/studies/fig10.js";
import { expectNear } from "../support/near.js";
import { csvRows, runStudy } from "../support/study.js";

describe("Fig. 10", () => {
  it("has every z = 0..50 and q = 0..0.50 by both laws, the paper's own numbers among them", async () => {
    const rows = csvRows(await runStudy(fig10Study), "fig10/fig10.csv");
    expect(rows).to.have.length(51 * 51);
    const at = (q: string, z: string) => rows.find((row) => row.q === q && row.z === z);
    expectNear(Number(at("0.3", "1")?.poisson), 0.62775, 5e-6);
    expectNear(Number(at("0.3", "20")?.poisson), 0.00248, 5e-6);
    expectNear(Number(at("0.3", "1")?.exact), 0.6);
    expectNear(Number(at("0.3", "20")?.exact), 0.00867, 5e-6);
    expect(at("0.5", "50")).to.include({ poisson: "1", exact: "1", log10_exact: "0" });
    expect(at("0", "1")).to.include({ poisson: "0", exact: "0", log10_exact: "" });
  });

  it("says which law is the paper's and how far it is off", async () => {
    const { text } = await runStudy(fig10Study);
    expect(text).to.include("0.248 % by equation (3) and 0.8674 % by the exact law at z = 20");
  });
});
