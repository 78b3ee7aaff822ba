import { toJson } from "../../src/report/json.js";
import type { Finished } from "./study.js";

/** The one file of a report that is not the same in every run. */
export const TIMINGS_FILE = "timings.json";

/** What was measured with a clock, kept apart from what follows from the settings. */
export function timingsFile(finished: readonly Finished[]): string {
  const studies = finished.map(({ study, result, seconds }) => [study.id, { seconds, ...result.timings }]);
  return toJson({
    note: "Measured on one machine in one run: no other run gives the same numbers. Everything else in this folder follows from settings.json.",
    studies: Object.fromEntries(studies) as unknown,
  });
}
