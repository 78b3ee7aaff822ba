import { expect } from "chai";

import { readDeploymentFile } from "../../../src/market/deployment/parameters.js";
import { refusal } from "../../support/refusal.js";

const ALICE = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const BOB = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";

const read = (document: unknown) => readDeploymentFile(JSON.stringify(document), "p.json", "improved");

describe("readDeploymentFile", () => {
  for (const [document, message] of [
    [[], "the file: is not an object"],
    [{ Market: {} }, "Market: is not one of $global, BankMoney, ImprovedMarket, TraditionalMarket"],
    [{ BankMoney: 5 }, "BankMoney: is not an object"],
    [{ BankMoney: { bank: "0x12" } }, 'BankMoney.bank: "0x12" is not an address'],
    [
      { BankMoney: { bank: ALICE.replace("C", "c") } },
      `BankMoney.bank: "${ALICE.replace("C", "c")}" is not an address`,
    ],
    [{ BankMoney: { symbol: "" } }, 'BankMoney.symbol: "" is not a text'],
    [
      { $global: { rho: 0 } },
      "$global.rho: is not one of operator, capTrades, capEnergyWh, feePerMWh, verificationWindow, readingWindow, authorities",
    ],
    [{ $global: { operator: `0x${"0".repeat(40)}` } }, `$global.operator: "0x${"0".repeat(40)}" is not an address`],
    [{ $global: { capTrades: 65_536 } }, "$global.capTrades: 65536 is not a whole number of at most 16 bits"],
    [{ $global: { capTrades: 1.5 } }, "$global.capTrades: 1.5 is not a whole number of at most 16 bits"],
    [{ $global: { capTrades: "five" } }, '$global.capTrades: "five" is not a whole number of at most 16 bits'],
    [{ $global: { capTrades: null } }, "$global.capTrades: null is not a whole number of at most 16 bits"],
    [
      { $global: { feePerMWh: 1e17 } },
      "$global.feePerMWh: 100000000000000000 is not a whole number of at most 96 bits",
    ],
    [{ $global: { authorities: [] } }, "$global.authorities: [] is not a list of 1 to 160 different addresses"],
    [
      { $global: { authorities: [ALICE, ALICE.toLowerCase()] } },
      `$global.authorities: ["${ALICE}","${ALICE.toLowerCase()}"] is not a list of 1 to 160 different addresses`,
    ],
    [
      { TraditionalMarket: { capTrades: "x" } },
      'TraditionalMarket.capTrades: "x" is not a whole number of at most 16 bits',
    ],
    [
      { ImprovedMarket: { rho: "1000000000000000000" } },
      'ImprovedMarket.rho: "1000000000000000000" is not a whole number below 1e18',
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(document).slice(0, 60)}`, () => {
      expect(refusal(() => read(document))).to.equal(`p.json: ${message}`);
    });
  }

  it("refuses what is not JSON in one line", () => {
    expect(refusal(() => readDeploymentFile('{\n "a": }', "p.json", "improved"))).to.match(
      /^p\.json: is not JSON: .*$/,
    );
  });

  it("reads whole numbers, in quotes or as Ignition writes large ones", () => {
    const { market } = read({
      ImprovedMarket: { capTrades: 5, capEnergyWh: "281474976710655", rho: "999999999999999999n" },
    });
    expect(market).to.deep.equal({ capTrades: 5n, capEnergyWh: 2n ** 48n - 1n, rho: 10n ** 18n - 1n });
  });

  it("lets a market's own section win over what both share, and leaves the other market's out", () => {
    const file = read({
      $global: { capTrades: 1, feePerMWh: 2, authorities: [ALICE, BOB] },
      ImprovedMarket: { capTrades: 3 },
      TraditionalMarket: { feePerMWh: 4 },
      BankMoney: { bank: ALICE, name: "Euro" },
    });
    expect(file.market).to.deep.equal({ capTrades: 3n, feePerMWh: 2n, authorities: [ALICE, BOB] });
    expect(file.token).to.deep.equal({ bank: ALICE, name: "Euro" });
  });
});
