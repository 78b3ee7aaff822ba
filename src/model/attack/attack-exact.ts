import { difference, divide, type Extended, extended, multiply, power, toNumber } from "./extended.js";
import { evenSplit } from "./stirling.js";

/**
 * The exact law of the attack (M. Rosenfeld, arXiv:1402.2009: the attacker's blocks follow a negative binomial), as
 *
 *     P(z) = 2 P(Bin(2z - 1, q) >= z) = C(2z, z) (p q)^z / p * sum_{j=0}^{z-1} prod_{i=1}^{j} (z - i) / (z + i) * q / p
 *
 * which equals I_{4pq}(z, 1/2) (C. Grunspan, R. Perez-Marco, arXiv:1702.02867). Every term is positive.
 *
 * @param q - the attacker's chance of the next block, 0 < q < 0.5
 * @param z - blocks to catch up, at least 1
 * @example toNumber(exactLaw(0.3, 1)) // 0.6
 */
export function exactLaw(q: number, z: number): Extended {
  const share = extended(q);
  const p = difference(1, q);
  const fourPQ = multiply(multiply(extended(4), share), p);
  const sum = sumOfTerms(z, toNumber(divide(share, p)));
  return multiply(power(fourPQ, z), extended((evenSplit(z) / p.high) * sum));
}

/** The terms shrink at least as fast as e^(-j^2 / z): some 7 sqrt(z) of them count. */
function sumOfTerms(z: number, odds: number): number {
  let term = 1;
  let sum = 1;
  for (let i = 1; term > sum * NEGLIGIBLE; i++) {
    term *= ((z - i) / (z + i)) * odds;
    sum += term;
  }
  return sum;
}

const NEGLIGIBLE = 2 ** -60;
