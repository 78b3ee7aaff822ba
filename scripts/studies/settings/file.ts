import { readFileSync } from "node:fs";

import { Ajv, type ErrorObject } from "ajv";

import { jsonText } from "../../../src/data/json-text.js";
import { UsageError, UserError } from "../../../src/model/errors.js";
import type { Parameter } from "../../../src/model/parameter.js";
import { toJson } from "../../../src/report/json.js";
import { DEFAULT_SETTINGS, type Settings, SETTING_TABLES } from "./settings.js";

/** The file of the effective settings in a report's folder; `--settings` takes it. */
export const SETTINGS_FILE = "settings.json";

/** Writes the effective settings as a settings file. */
export function settingsFile(settings: Settings): string {
  return toJson(settings);
}

/** Settings of which anything may be left out. */
type Given = { readonly [Group in keyof Settings]?: Partial<Settings[Group]> };

/**
 * The defaults, replaced by a settings file and that by settings given one by one.
 *
 * @param file - path of a JSON file, as `settings.json` in a report's folder
 * @param list - `group.name=value`, with commas between
 * @throws UserError naming file or option, key and value: an unknown key, a value of the wrong kind or out of its
 * domain
 * @example effectiveSettings({ list: "time.nodes=500,fig6.trades=10" }).time.nodes // 500
 */
export function effectiveSettings({ file, list }: { file?: string | undefined; list?: string | undefined }): Settings {
  const fromFile = file === undefined ? {} : checked(parsed(file), file);
  const fromList = list === undefined ? {} : checked(listed(list), "--set");
  return merged(merged(DEFAULT_SETTINGS, fromFile), fromList);
}

function merged(settings: Settings, given: Given): Settings {
  const groups = Object.entries(settings).map(([group, values]: [string, unknown]) => {
    const replaced: unknown = given[group as keyof Settings];
    if (replaced === undefined) return [group, values];
    return [group, typeof values === "object" ? { ...values, ...(replaced as object) } : replaced];
  });
  return Object.fromEntries(groups) as Settings;
}

function contentOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(`--settings ${file}: ${code === "ENOENT" ? "there is no such file" : message}`);
  }
}

function parsed(file: string): unknown {
  const content = contentOf(file);
  try {
    return JSON.parse(jsonText(content));
  } catch (error) {
    throw new UserError(`${file}: is not JSON: ${(error as Error).message.replaceAll(/\s+/g, " ")}`);
  }
}

/** `a.b=1,c=x` as `{ a: { b: 1 }, c: "x" }`. */
function listed(list: string): unknown {
  const settings: Record<string, unknown> = {};
  for (const assignment of list.split(",")) {
    const [, key = "", text = ""] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(assignment) ?? [];
    const [group = "", name, ...rest] = key.split(".");
    if (key === "" || rest.length > 0) throw new UsageError(`--set ${assignment}: must be group.name=value`);
    const value = NUMBER.test(text) ? Number(text) : text;
    settings[group] = name === undefined ? value : { ...(settings[group] as object | undefined), [name]: value };
  }
  return settings;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function checked(given: unknown, source: string): Given {
  const validate = new Ajv({ verbose: true, strict: true }).compile<Given>(settingsSchema());
  if (validate(given)) return given;
  const Kind = source === "--set" ? UsageError : UserError;
  throw new Kind(`${source}: ${faultOf(validate.errors?.[0])}`);
}

function faultOf(error: ErrorObject | undefined): string {
  const key = (error?.instancePath ?? "").slice(1).replaceAll("/", ".");
  if (error?.keyword === "additionalProperties") {
    const { additionalProperty } = error.params as { additionalProperty: string };
    const known = Object.keys((error.parentSchema as { properties: object }).properties).join(", ");
    return `${key === "" ? "" : `${key}.`}${additionalProperty}: there is no such setting; there are ${known}`;
  }
  return `${key === "" ? "the whole" : key} = ${JSON.stringify(error?.data)}: ${error?.message ?? "is refused"}`;
}

/** The largest seed: mulberry32 has 32 bits. */
export const MAX_SEED = 2 ** 32 - 1;
/** The most days that can be asked for. */
export const MAX_DAYS = 3660;

const DAY = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" };
const TEXT = { type: "string", minLength: 1 };

/**
 * The JSON schema of a settings file, made from the tables of parameters: every key may be left out, no other is taken.
 */
function settingsSchema(): object {
  const groups = Object.entries(SETTING_TABLES).map(([group, table]) => [group, groupSchema(table)]);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Settings of hardhat evaluate",
    ...objectOf({
      seed: { type: "integer", minimum: 0, maximum: MAX_SEED },
      sources: objectOf({
        consumption: TEXT,
        generation: TEXT,
        prices: TEXT,
        consumptionDay: DAY,
        generationDay: DAY,
        priceDay: DAY,
        columns: TEXT,
        unit: TEXT,
        decimal: TEXT,
        dates: TEXT,
        zone: TEXT,
        stamps: TEXT,
        days: { type: "integer", minimum: 1, maximum: MAX_DAYS },
      }),
      ...(Object.fromEntries(groups) as Record<string, object>),
    }),
  };
}

function groupSchema(table: Readonly<Record<string, Omit<Parameter, "value"> & { value: number | undefined }>>) {
  const properties = Object.entries(table).map(([name, parameter]) => {
    const { symbol, meaning, unit, whole = false, min: minimum, max: maximum, value } = parameter;
    const description = `${symbol}: ${meaning}${unit === "" ? "" : `, ${unit}`}`;
    return [name, { type: whole ? "integer" : "number", minimum, maximum, default: value, description }];
  });
  return objectOf(Object.fromEntries(properties) as Record<string, object>);
}

function objectOf(properties: Record<string, object>) {
  return { type: "object", additionalProperties: false, properties };
}
