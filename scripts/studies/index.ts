import { UsageError } from "../../src/model/errors.js";
import { broadcastStudy } from "./broadcast.js";
import { dayStudy } from "./day.js";
import { fig10Study } from "./fig10.js";
import { fig11Study } from "./fig11.js";
import { fig6Study } from "./fig6.js";
import { fig78Study } from "./fig78.js";
import { fig9Study } from "./fig9.js";
import { sensitivityStudy } from "./sensitivity.js";
import type { Study } from "./study.js";
import { table1Study } from "./table1.js";

/** Every study of the evaluation, in the order of the report. */
const STUDIES: readonly Study[] = [
  fig6Study,
  fig78Study,
  fig9Study,
  fig10Study,
  fig11Study,
  table1Study,
  broadcastStudy,
  sensitivityStudy,
  dayStudy,
];

/**
 * The studies that a list of ids names, in the order of the report; all without one.
 *
 * @throws UserError naming an id that is none, and those that are
 */
export function studiesNamed(only: string | undefined): readonly Study[] {
  if (only === undefined) return STUDIES;
  const wanted = only.split(",").map((id) => id.trim());
  const known = STUDIES.map(({ id }) => id);
  const unknown = wanted.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new UsageError(`--only ${only}: "${unknown}" is not one of ${known.join(", ")}`);
  return STUDIES.filter(({ id }) => wanted.includes(id));
}
