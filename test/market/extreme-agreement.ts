import { Side, type Agreement } from "../../src/model/terms.js";

/** An agreement whose numbers are among the greatest and the least of their types. */
export const EXTREME_AGREEMENT: Agreement = {
  offer: {
    declarer: "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf",
    side: Side.Sell,
    energyWh: 2n ** 48n - 1n,
    pricePerMWh: 2n ** 96n - 1n,
    excessPricePerMWh: 84_000_001n,
    damagesPricePerMWh: 0n,
    marginPerMWh: 16_000_000n,
    feePerMWh: 1n,
    deliveryStart: 1_767_312_000n,
    deliveryEnd: 2n ** 40n - 1n,
    expiry: 1_767_225_600n,
    number: 2n ** 64n - 1n,
  },
  accepter: "0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF",
  energyWh: 1n,
  fillIndex: 2n ** 32n - 1n,
  meter: "0x6813Eb9362372EEF6200f3b1dbC3f819671cBA69",
};
