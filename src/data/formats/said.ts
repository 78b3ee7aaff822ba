import { UsageError, UserError } from "../../model/errors.js";
import { DATE_FORMS } from "../date-time.js";
import { DECIMAL_SIGNS } from "../number-form.js";
import { STAMPS } from "../timed-rows.js";
import { Zone } from "../zone.js";
import { COLUMN_ROLES, type ColumnNames, type ReadOptions } from "./read-options.js";
import { UNITS } from "./table-format.js";

/** The files that an option may be about. */
const FILES = ["consumption", "generation", "prices"] as const;
type DayFile = (typeof FILES)[number];

/** What was said about files, as typed: one text for all, or a list such as `consumption=comma,prices=point`. */
export interface SaidTexts {
  readonly columns?: string | undefined;
  readonly unit?: string | undefined;
  readonly decimal?: string | undefined;
  readonly dates?: string | undefined;
  readonly zone?: string | undefined;
  readonly stamps?: string | undefined;
}

/**
 * What was said about one of the files.
 *
 * @param file - undefined where there is only one
 * @throws UsageError naming the option and what it may be
 * @example readOptions({ decimal: "prices=comma" }, "prices") // { decimal: "comma" }
 */
export function readOptions(said: SaidTexts, file?: DayFile): ReadOptions {
  const { columns, unit, decimal, dates, zone, stamps } = said;
  const zoneName = partOf("--zone", zone, file);
  return {
    columns: columns === undefined ? undefined : columnNames(columns, file),
    unit: file === "prices" ? undefined : oneOf("--unit", unit, file, UNITS),
    decimal: oneOf("--decimal", decimal, file, DECIMAL_SIGNS),
    dates: oneOf("--dates", dates, file, DATE_FORMS),
    zone: zoneName === undefined ? undefined : zoneSaid(zoneName),
    stamps: oneOf("--stamps", stamps, file, STAMPS),
  };
}

/** The part of a text that is about a file. */
function partOf(option: string, text: string | undefined, file: DayFile | undefined): string | undefined {
  let part: string | undefined;
  for (const each of text?.split(",") ?? []) {
    const [, kind, value = ""] = /^(?:(\w+)=)?(.*)$/.exec(each.trim()) ?? [];
    if (value === "" || (kind !== undefined && !FILES.some((name) => name === kind)))
      throw new UsageError(
        `${option} ${text ?? ""}: should be one value, or a list such as consumption=...,prices=...`,
      );
    if (kind === undefined || kind === file) part = value;
  }
  return part;
}

function oneOf<T extends string>(
  option: string,
  text: string | undefined,
  file: DayFile | undefined,
  choices: readonly T[],
): T | undefined {
  const part = partOf(option, text, file);
  if (part === undefined) return undefined;
  const choice = choices.find((each) => each.toLowerCase() === part.toLowerCase());
  if (choice === undefined) throw new UsageError(`${option} ${part}: should be one of ${choices.join(", ")}`);
  return choice;
}

function zoneSaid(name: string): Zone {
  try {
    return new Zone(name);
  } catch (error) {
    if (error instanceof UserError) throw new UsageError(`--zone ${error.message}`, { cause: error });
    throw error;
  }
}

const ASSIGNMENT = new RegExp(`^(?:(${FILES.join("|")})\\.)?(${COLUMN_ROLES.join("|")})=(.+)$`);
/** A comma that an assignment follows: other commas belong to a column's name. */
const BETWEEN = new RegExp(`,\\s*(?=(?:(?:${FILES.join("|")})\\.)?(?:${COLUMN_ROLES.join("|")})=)`);

/** Undefined if the names say nothing of a file of this kind: its format is then recognised by itself. */
function columnNames(text: string, file: DayFile | undefined): ColumnNames | undefined {
  const names: Partial<Record<keyof ColumnNames, string>> = {};
  for (const assignment of text.split(BETWEEN)) {
    const [, kind, role, name = ""] = ASSIGNMENT.exec(assignment.trim()) ?? [];
    const known = COLUMN_ROLES.find((each) => each === role);
    if (known === undefined) {
      throw new UsageError(
        `--columns ${text}: should be such as time=Start,energy=Usage; what there is: ${COLUMN_ROLES.join(", ")}`,
      );
    }
    if (kind === undefined || kind === file) names[known] = name.trim();
  }
  const valued = file === "prices" ? names.price : (names.energy ?? names.register);
  return valued === undefined && file !== undefined ? undefined : names;
}
