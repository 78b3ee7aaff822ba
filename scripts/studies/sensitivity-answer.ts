import { settingsWith, worthOf, type Sweep, type SweepPoint } from "./sensitivity-sweeps.js";
import type { Settings } from "./settings/settings.js";

/**
 * Where the fast lane stops paying, in words and numbers of this run: where it saves less than the settings call worth it of
 * a trade's time, and beyond which cap doubling it buys less than that of verification time.
 */
export function sensitivityAnswer(sweeps: readonly Sweep[], settings: Settings): string {
  const { verificationSaved, tradeSaved, riskMeanKWh, riskMostKWh } = worthOf(settings);
  const least = settings.sensitivity.worthPercent;
  const corner = worthOf(cheapestVerification(sweeps, settings));
  return [
    `As set, the fast lane saves ${percent(verificationSaved)} of the verification time and ${percent(tradeSaved)} of the time until a trade is signed; in return ${kWh(riskMeanKWh)} are traded between two verifications of a user on average, and ${kWh(riskMostKWh)} at most.`,
    stopsOf(sweeps, least),
    `With the smallest committee and the shortest block time of these at once it saves ${percent(corner.tradeSaved)} of a trade's time, and still ${percent(corner.verificationSaved)} of the little verification that there is: it pays only where verification is a part of a trade's time that counts.`,
    `Raising a cap pays less and less. ${["capEnergyKWh", "capTrades"].map((cap) => doublingOf(cap as "capTrades", settings)).join(" ")}`,
  ].join(" ");
}

/** Where a parameter alone leaves too little saved: of the values swept, up to the next of them. */
function stopsOf(sweeps: readonly Sweep[], leastPercent: number): string {
  const pays = ({ tradeSaved }: SweepPoint) => tradeSaved >= leastPercent / 100;
  const stops: string[] = [];
  const nowhere: string[] = [];
  for (const { symbol, unit, points } of sweeps) {
    const named = (point: SweepPoint | undefined) => `${group(point?.value ?? NaN)}${unit === "" ? "" : ` ${unit}`}`;
    const [first, last] = [points[0], points.at(-1)];
    const [firstPaying, lastPaying] = [points.find(pays), points.findLast(pays)];
    if (firstPaying === undefined) stops.push(`everywhere from ${symbol} = ${named(first)} to ${named(last)}`);
    else if (firstPaying === first && lastPaying === last)
      nowhere.push(`${symbol} = ${named(first)} to ${named(last)}`);
    if (firstPaying !== undefined && firstPaying !== first) stops.push(`below ${symbol} = ${named(firstPaying)}`);
    if (lastPaying !== undefined && lastPaying !== last) stops.push(`above ${symbol} = ${named(lastPaying)}`);
  }
  const where = [...stops, ...(nowhere.length === 0 ? [] : [`nowhere in ${nowhere.join(", ")}`])];
  return `One parameter changed alone, it stops paying, which is to save less than ${leastPercent} % of a trade's time: ${where.join("; ")}.`;
}

function cheapestVerification(sweeps: readonly Sweep[], settings: Settings): Settings {
  return ["authorities", "blockSeconds"].reduce((changed, parameter) => {
    const least = sweeps.find((sweep) => sweep.parameter === parameter)?.points[0];
    return least === undefined ? changed : settingsWith(changed, least.parameter, least.value);
  }, settings);
}

/** Doubles a cap, beginning at a sixteenth of what it is, until that buys too little. */
function doublingOf(cap: "capTrades" | "capEnergyKWh", settings: Settings): string {
  const least = settings.sensitivity.worthPercent / 100;
  const at = (value: number) => worthOf(settingsWith(settings, cap, value));
  const [symbol, unit] = cap === "capTrades" ? ["N", ""] : ["M", " kWh"];
  let value = Math.max(1, Math.round(settings.market[cap] / 16));
  let [before, after] = [at(value), at(2 * value)];
  while (after.verificationSaved - before.verificationSaved >= least || before.verificationSaved < least) {
    value *= 2;
    [before, after] = [after, at(2 * value)];
    if (value > LARGEST) return `${symbol} has no such end.`;
  }
  return (
    `Doubling ${symbol} = ${group(value)}${unit} adds ${((after.verificationSaved - before.verificationSaved) * 100).toFixed(1)} points to the ${percent(before.verificationSaved)} of verification time that are saved, ` +
    `and takes the energy at risk from ${kWh(before.riskMeanKWh)} to ${kWh(after.riskMeanKWh)}.`
  );
}

/** No market's cap is larger, in trades or in kWh. */
const LARGEST = 1e9;

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function kWh(energy: number): string {
  return `${Math.round(energy).toLocaleString("en-US")} kWh`;
}

function group(value: number): string {
  return value.toLocaleString("en-US");
}
