import type { GasFigures } from "./measure.js";

/**
 * Round figures within every budget, the acceptance and the trade at its limit; steps of the improved market can be
 * replaced.
 */
export function sampleFigures(replaced: Partial<GasFigures["improved"]> = {}, floor = 70_000): GasFigures {
  return {
    improved: {
      deploy: 4_500_000,
      register: 74_000,
      deposit: 58_000,
      "deposit with a permit": 71_000,
      withdraw: 52_000,
      declare: 80_000,
      cancel: 32_000,
      "accept, fast lane": 75_000,
      "accept, to be verified": 68_000,
      "verify, both parties and 5 of 7 authorities": 140_000,
      "refuse, 3 of 7 authorities": 75_000,
      decline: 45_000,
      expire: 45_000,
      "settle, in band": 65_000,
      "settle, excess": 65_000,
      "settle, shortfall": 65_000,
      "settle, with a debt": 76_000,
      "settle, unmetered": 48_000,
      "pay a debt": 41_000,
      "accept a signed offer, first": 130_000,
      "accept a signed offer, next": 85_000,
      "cancel a signed offer": 49_000,
      "cancel all signed offers up to a number": 46_000,
      "accept, each of 100 in a batch": 50_000,
      "accept, each of 100 offers to buy in a batch": 50_000,
      "accept, each of 100 signed offers in a batch": 90_000,
      "settle, each of 100 in a batch": 40_000,
      ...replaced,
    },
    traditional: {
      deploy: 4_300_000,
      declare: 80_000,
      accept: 70_000,
      "verify, first of 7 authorities": 47_000,
      "verify, last of 7 authorities": 61_000,
      "verify, all 7 authorities": 341_000,
      "settle, in band": 54_000,
    },
    floor: { "accept, fast lane": floor },
  };
}
