import { energyText, ofWholeWh } from "../data/energy.js";
import { duration, isoInstant } from "../data/timestamp.js";
import type { MeteredInterval } from "../model/metered-shares.js";

/** Above what a reading is not signed until somebody allows it. */
export interface Limits {
  /** How many times the agreed energy a reading may be, in hundredths: 200 is twice. */
  readonly multipleHundredths: bigint;
  /** The power of a meter's connection, W; undefined where it is not known. */
  readonly maxPowerW: (meter: string) => bigint | undefined;
}

/** A reading that can be signed for an agreement. */
interface Readable {
  readonly meter: string;
  /** All that the meter read. */
  readonly intervals: readonly MeteredInterval[];
  /** Whether the values look like a register's. */
  readonly register: boolean;
  readonly agreedWh: bigint;
  /** The agreement's share. */
  readonly energyWh: bigint;
}

/** So many times the agreed energy is a wrong unit or a register rather than use. */
const ANOTHER_UNIT = 100n;

/** Why a reading is not signed until somebody allows it; undefined if nothing is against it. */
export function whyHeld(reading: Readable, limits: Limits): string | undefined {
  const { meter, intervals, register, agreedWh, energyWh } = reading;
  if (register) return "the meter's values have only ever risen, for a day: a register's are read with --register";
  const hint =
    energyWh >= agreedWh * ANOTHER_UNIT ? "; are the rows in Wh, or what a register shows (--register)?" : "";
  const watts = limits.maxPowerW(meter);
  for (const interval of watts === undefined ? [] : intervals) {
    const { start, end, microjoules } = interval;
    if (microjoules <= (watts ?? 0n) * (end - start) * MICROJOULES_PER_WS) continue;
    const most = `${Number(watts) / 1000} kW give in ${duration(Number(end - start))}`;
    return `${isoInstant(Number(start))} has ${energyText(microjoules)}, more than ${most}${hint}`;
  }
  if (energyWh * 100n <= agreedWh * limits.multipleHundredths) return undefined;
  const times = Number(limits.multipleHundredths) / 100;
  const shown = energyText(ofWholeWh(energyWh));
  return `${shown} is more than ${times} times the ${energyText(ofWholeWh(agreedWh))} agreed${hint}`;
}

const MICROJOULES_PER_WS = 1_000_000n;
