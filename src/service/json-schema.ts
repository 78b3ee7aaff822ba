import { Ajv, type AnySchemaObject, type ErrorObject, type ValidateFunction } from "ajv";

import { UserError } from "../model/errors.js";

/**
 * Checks a value from outside. @param what - where it came from, for the message
 *
 * @throws UserError `WHAT: FIELD: must be ...` on the first field that does not fit
 */
export type JsonCheck<T> = (value: unknown, what: string) => T;

const ajv = new Ajv({ verbose: true, allowUnionTypes: true });

/**
 * Compiles a JSON Schema (draft-07), once for all checks. Where a field's schema has a `description`, it completes the
 * sentence "must be ..." of the message.
 *
 * @typeParam T - what a value is that fits the schema; the caller's claim
 * @example compileSchema<{ n: number }>({ properties: { n: { type: "integer" } } })({ n: "x" }, "--file a.json")
 * // UserError: --file a.json: n: must be integer
 */
export function compileSchema<T>(schema: AnySchemaObject): JsonCheck<T> {
  const validate: ValidateFunction<T> = ajv.compile<T>(schema);
  return (value, what) => {
    if (validate(value)) return value;
    throw new UserError([what, ...faultOf(validate.errors?.[0])].join(": "));
  };
}

/** The field, unless the whole value is meant, and what is wrong with it. */
function faultOf(error: ErrorObject | undefined): string[] {
  if (error === undefined) return ["is malformed"];
  const path = error.instancePath.split("/").slice(1);
  if (error.keyword === "required") {
    return [[...path, String(error.params.missingProperty)].join("."), "is missing"];
  }
  if (error.keyword === "additionalProperties") {
    return [[...path, String(error.params.additionalProperty)].join("."), "is not a known field"];
  }
  if (path.length === 0) return [error.message ?? "is malformed"];
  const { description } = (error.parentSchema ?? {}) as { description?: string };
  return [path.join("."), description === undefined ? (error.message ?? "is malformed") : `must be ${description}`];
}
