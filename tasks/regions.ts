import schema from "../schemas/regions.schema.json" with { type: "json" };
import { type Regions, requireRegions } from "../src/broadcast/latency.js";
import { readTextFile } from "../src/data/files.js";
import { UserError } from "../src/model/errors.js";
import { compileSchema } from "../src/service/json-schema.js";

/**
 * Reads a regions file, see schemas/regions.schema.json.
 *
 * @throws UserError naming the file and the field at fault
 */
export function readRegions(path: string): Regions {
  return requireRegions(checkRegions(parse(readTextFile(path), path), path), path);
}

const checkRegions = compileSchema<Regions>(schema);

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path}: is not JSON: ${(error as Error).message}`);
  }
}
