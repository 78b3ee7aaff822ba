import { difference, divide, type Extended, exponential, extended, multiply, power, toNumber } from "./extended.js";
import { poissonPeak } from "./stirling.js";

/**
 * Equation (3), S. Nakamoto's law: the attacker's blocks follow a Poisson law of mean lambda = z r, r = q / p.
 * **Reading**: the first sum ends at z, the second takes the rest. With Poisson(z; z) taken out of every term,
 *
 *     P_xi = (r e^(1-r))^z * Poisson(z; z) * [ sum_{i=0}^{z} prod_{k=0}^{i-1} (z - k) / z + sum_{j>=1} prod_{k=1}^{j} z r / (z + k) ]
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
  const lead = divide(difference(1, 2 * q), p); // 1 - r, which would cancel if taken from r
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

const NEGLIGIBLE = 2 ** -60;
