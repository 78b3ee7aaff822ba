import { difference, divide, exponential, type Extended, extended, multiply, power, toNumber } from "./extended.js";
import { evenSplit, poissonPeak } from "./stirling.js";

/**
 * Equation (3), S. Nakamoto's law: the attacker's blocks follow a Poisson law of mean lambda = z r, r = q / p.
 * **Reading**: the first sum ends at z, the second takes the rest. With Poisson(z; z) factored out,
 *
 *     P_xi = (r e^(1-r))^z * Poisson(z; z) * [ sum_{i=0}^{z} prod_{k=0}^{i-1} (z - k) / z + sum_{j>=1} prod_{k=1}^{j} z
 *     r / (z + k) ]
 *
 * whose first sum runs down from x = z and whose second runs up from it. Every term is positive.
 *
 * @param q - the attacker's chance of the next block, 0 < q < 0.5
 * @param z - blocks to catch up, at least 1
 * @example toNumber(poissonLaw(0.3, 1)) // 0.62775...
 */
export function poissonLaw(q: number, z: number): Extended {
  const p = difference(1, q);
  const odds = divide(extended(q), p);
  const lead = divide(difference(1, 2 * q), p); // 1 - r, computed without cancellation
  const decay = multiply(power(odds, z), exponential(multiply(lead, extended(z))));
  const sum = sumDown(z) + sumUp(z, z * toNumber(odds));
  return multiply(decay, extended(poissonPeak(z) * sum));
}

function sumDown(z: number): number {
  let term = 1;
  let sum = 1;
  for (let i = 0; term > sum * NEGLIGIBLE; i++) {
    term *= (z - i) / z;
    sum += term;
  }
  return sum;
}

function sumUp(z: number, lambda: number): number {
  let term = lambda / (z + 1);
  let sum = term;
  for (let j = 2; term > sum * NEGLIGIBLE; j++) {
    term *= lambda / (z + j);
    sum += term;
  }
  return sum;
}

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

/** The terms shrink at least as fast as e^(-j^2 / z): about 7 sqrt(z) of them matter. */
function sumOfTerms(z: number, odds: number): number {
  let term = 1;
  let sum = 1;
  for (let i = 1; term > sum * NEGLIGIBLE; i++) {
    term *= ((z - i) / (z + i)) * odds;
    sum += term;
  }
  return sum;
}

/** A term below this share of the sum no longer changes it. */
const NEGLIGIBLE = 2 ** -60;
