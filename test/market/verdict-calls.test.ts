import { expect } from "chai";
import { dataSlice, keccak256, toUtf8Bytes } from "ethers";

import { refuseData, verifyData } from "../../src/market/market-calls.js";
import { Reason } from "../../src/model/terms.js";
import { ImprovedMarket__factory } from "../../typechain-types/index.js";
import { EXTREME_AGREEMENT } from "./extreme-agreement.js";

/** Signatures as they should be, and as somebody might send them. */
const SIGNATURES = [65, 65, 65, 64, 0, 32, 66].map((length, i) => {
  const bytes = `${keccak256(toUtf8Bytes(String(i)))}${"ab".repeat(64)}`;
  return dataSlice(bytes, 0, length);
});

describe("the calls of authorities", () => {
  const abi = ImprovedMarket__factory.createInterface();
  const [declarer, accepter] = SIGNATURES as [string, string];

  it("are encoded as the ABI says, with signatures of any number and length", () => {
    for (let count = 0; count <= SIGNATURES.length; count++) {
      const some = SIGNATURES.slice(0, count);
      expect(verifyData(EXTREME_AGREEMENT, declarer, accepter, some)).to.equal(
        abi.encodeFunctionData("verify", [EXTREME_AGREEMENT, declarer, accepter, some]),
      );
      expect(refuseData(EXTREME_AGREEMENT, Reason.CommitteeRefused, some)).to.equal(
        abi.encodeFunctionData("refuse", [EXTREME_AGREEMENT, Reason.CommitteeRefused, some]),
      );
    }
    for (const odd of SIGNATURES)
      expect(verifyData(EXTREME_AGREEMENT, odd, odd, [])).to.equal(
        abi.encodeFunctionData("verify", [EXTREME_AGREEMENT, odd, odd, []]),
      );
  });
});
