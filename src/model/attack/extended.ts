/**
 * A number of at least 0 with about 106 bits and a separate exponent: (high + low) * 2^exponent, where low is the
 * rounding error of high. It serves large powers: in plain numbers base^100000 multiplies the rounding error of its
 * base by 100,000 and underflows.
 *
 * The product of two halves is split after T. J. Dekker, "A floating-point technique for extending the available
 * precision", Numerische Mathematik 18 (1971).
 */
export interface Extended {
  readonly high: number;
  readonly low: number;
  readonly exponent: number;
}

/**
 * @param high - at least 0, finite
 * @param low - rounding error of high, at most half a unit in its last place
 * @example extended(0.25, 0, -2000) // 2^-2002, far below the smallest number
 */
export function extended(high: number, low = 0, exponent = 0): Extended {
  let result = { high, low, exponent };
  while (result.high < SMALL && result.high > 0) {
    result = { high: result.high * LARGE, low: result.low * LARGE, exponent: result.exponent - STEP };
  }
  return result;
}

/** minuend - subtrahend, exact, for 0 <= subtrahend <= minuend. */
export function difference(minuend: number, subtrahend: number): Extended {
  const high = minuend - subtrahend;
  return extended(high, minuend - high - subtrahend);
}

/** a * b, to about 2^-102. */
export function multiply(a: Extended, b: Extended): Extended {
  const product = a.high * b.high;
  const low = productError(a.high, b.high, product) + (a.high * b.low + a.low * b.high);
  const high = product + low;
  return extended(high, product - high + low, a.exponent + b.exponent);
}

/** a / b for b > 0, to about 2^-102. */
export function divide(a: Extended, b: Extended): Extended {
  const quotient = a.high / b.high;
  const product = quotient * b.high;
  const rest = a.high - product - productError(quotient, b.high, product) + a.low - quotient * b.low;
  const low = rest / b.high;
  const high = quotient + low;
  return extended(high, quotient - high + low, a.exponent - b.exponent);
}

/**
 * base^n by repeated squaring, to about n * 2^-102.
 *
 * @param n - a whole number, at least 0
 */
export function power(base: Extended, n: number): Extended {
  let result = extended(1);
  let square = base;
  for (let bits = n; bits > 0; bits = Math.floor(bits / 2)) {
    if (bits % 2 === 1) result = multiply(result, square);
    if (bits > 1) square = multiply(square, square);
  }
  return result;
}

/** e^x for x >= 0, to double precision over the whole range: whole powers of two are split off first. */
export function exponential(x: Extended): Extended {
  const scale = 2 ** x.exponent;
  const twos = Math.round((x.high * scale) / Math.LN2);
  const product = twos * Math.LN2;
  const low = x.low * scale - productError(twos, Math.LN2, product) - twos * LN2_LOW;
  return extended(Math.exp(x.high * scale - product + low), 0, twos);
}

/** The nearest number, which is 0 below the smallest one. */
export function toNumber({ high, low, exponent }: Extended): number {
  const half = Math.trunc(exponent / 2); // in two steps, since 2^exponent may underflow where the product does not
  return (high + low) * 2 ** half * 2 ** (exponent - half);
}

/** log10 of it, also where the number itself underflows; -Infinity for 0. */
export function log10({ high, low, exponent }: Extended): number {
  return Math.log10(high + low) + exponent * LOG10_2;
}

const STEP = 300;
const SMALL = 2 ** -STEP;
const LARGE = 2 ** STEP;
const LOG10_2 = Math.log10(2);
/** ln 2 - Math.LN2 */
const LN2_LOW = 2.3190468138462996e-17;
/** 2^27 + 1 cuts the 53 bits of a number into two halves whose products are exact. */
const SPLITTER = 134217729;

/** a * b - product, exactly, for product = a * b rounded. */
function productError(a: number, b: number, product: number): number {
  const aHigh = a * SPLITTER - (a * SPLITTER - a);
  const bHigh = b * SPLITTER - (b * SPLITTER - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}
