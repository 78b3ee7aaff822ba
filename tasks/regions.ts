import { readFileSync } from "node:fs";

import schema from "../schemas/regions.schema.json" with { type: "json" };
import { type Regions, requireRegions } from "../src/broadcast/latency.js";
import { accessed } from "../src/data/files.js";
import { jsonText } from "../src/data/json-text.js";
import { UserError } from "../src/model/errors.js";
import { compileSchema } from "../src/service/json-schema.js";

/**
 * Reads a regions file, see schemas/regions.schema.json.
 *
 * @throws UserError naming the file and the field at fault
 */
export function readRegions(path: string): Regions {
  return requireRegions(checkRegions(parse(path), path), path);
}

const checkRegions = compileSchema<Regions>(schema);

function parse(path: string): unknown {
  const content = accessed(path, () => readFileSync(path));
  try {
    return JSON.parse(jsonText(content));
  } catch (error) {
    throw new UserError(`${path}: is not JSON: ${(error as Error).message}`);
  }
}
