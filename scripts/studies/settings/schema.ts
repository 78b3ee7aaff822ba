import type { Parameter } from "../../../src/model/parameter.js";
import { SETTING_TABLES } from "./settings.js";

/** The largest seed: mulberry32 has 32 bits. */
export const MAX_SEED = 2 ** 32 - 1;
/** The most days that can be asked for. */
export const MAX_DAYS = 3660;

const DAY = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" };
const PATH = { type: "string", minLength: 1 };

/** The JSON schema of a settings file, made from the tables of parameters: every key may be left out, no other is taken. */
export function settingsSchema(): object {
  const groups = Object.entries(SETTING_TABLES).map(([group, table]) => [group, groupSchema(table)]);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Settings of hardhat evaluate",
    ...objectOf({
      seed: { type: "integer", minimum: 0, maximum: MAX_SEED },
      sources: objectOf({
        consumption: PATH,
        generation: PATH,
        prices: PATH,
        consumptionDay: DAY,
        generationDay: DAY,
        priceDay: DAY,
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
