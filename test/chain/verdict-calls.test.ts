import { expect } from "chai";
import { dataSlice, keccak256, toUtf8Bytes } from "ethers";

import { refuseData, verifyData } from "../../scripts/chain/verdict-calls.js";
import { Reason, Side, type Agreement } from "../../scripts/model/terms.js";
import { ImprovedMarket__factory } from "../../typechain-types/index.js";

const AGREEMENT: Agreement = {
  offer: {
    declarer: "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf",
    side: Side.Sell,
    energyWh: 2n ** 48n - 1n,
    pricePerMWh: 2n ** 96n - 1n,
    excessPricePerMWh: 84_000_001n,
    damagesPricePerMWh: 0n,
    marginPerMWh: 16_000_000n,
    feePerMWh: 1n,
    deliveryStart: 1_800_000_000n,
    deliveryEnd: 2n ** 40n - 1n,
    expiry: 1_799_999_999n,
    number: 2n ** 64n - 1n,
  },
  accepter: "0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF",
  energyWh: 3n,
  fillIndex: 2n ** 32n - 1n,
  meter: "0x6813Eb9362372EEF6200f3b1dbC3f819671cBA69",
};
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
      expect(verifyData(AGREEMENT, declarer, accepter, some)).to.equal(
        abi.encodeFunctionData("verify", [AGREEMENT, declarer, accepter, some]),
      );
      expect(refuseData(AGREEMENT, Reason.CommitteeRefused, some)).to.equal(
        abi.encodeFunctionData("refuse", [AGREEMENT, Reason.CommitteeRefused, some]),
      );
    }
    for (const odd of SIGNATURES)
      expect(verifyData(AGREEMENT, odd, odd, [])).to.equal(abi.encodeFunctionData("verify", [AGREEMENT, odd, odd, []]));
  });
});
