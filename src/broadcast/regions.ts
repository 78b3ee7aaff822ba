import { UserError } from "../model/errors.js";

/** Where nodes are, and how far from each other. */
export interface Regions {
  /** Shares are relative to their sum. */
  readonly regions: readonly { readonly name: string; readonly share: number }[];
  /** One way, from the region of the row to the region of the column. */
  readonly latencySeconds: readonly (readonly number[])[];
}

/** A node's region is kept in a byte. */
const MOST_REGIONS = 256;

/**
 * Reads regions from JSON: `{ "regions": [{ "name": "north", "share": 0.4 }, ...], "latencySeconds": [[0.01, 0.08], ...] }`.
 *
 * @param source - what the text is from, for the messages
 * @throws UserError naming the source and the field at fault
 */
export function parseRegions(text: string, source: string): Regions {
  const fail = (field: string, fault: string): never => {
    throw new UserError(`${source}: ${field} ${fault}`);
  };
  const list = (value: unknown, field: string, length?: number): unknown[] => {
    if (!Array.isArray(value)) return fail(field, "must be a list");
    if (length !== undefined && value.length !== length)
      return fail(field, `must have ${length} ${length === 1 ? "entry" : "entries"}, one a region`);
    return value;
  };
  const number = (value: unknown, field: string, max: number): number =>
    typeof value === "number" && value >= 0 && value <= max ? value : fail(field, `must be a number from 0 to ${max}`);

  const document = parse(text, source);
  const regions = list(document["regions"], "regions").map((entry, index) => {
    const { name, share } = { ...(entry as object | null) } as Record<string, unknown>;
    if (typeof name !== "string" || name === "") return fail(`regions[${index}].name`, "must be a text");
    return { name, share: number(share, `regions[${index}].share`, 1e9) };
  });
  if (regions.length > MOST_REGIONS) fail("regions", `must have at most ${MOST_REGIONS} entries`);
  if (!regions.some(({ share }) => share > 0)) fail("regions", "must have a share above 0");
  const latencySeconds = list(document["latencySeconds"], "latencySeconds", regions.length).map((row, from) =>
    list(row, `latencySeconds[${from}]`, regions.length).map((value, to) =>
      number(value, `latencySeconds[${from}][${to}]`, 1e6),
    ),
  );
  return { regions, latencySeconds };
}

function parse(text: string, source: string): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === "object" && document !== null) return document as Record<string, unknown>;
  } catch (error) {
    throw new UserError(`${source}: is not JSON: ${(error as Error).message}`);
  }
  throw new UserError(`${source}: must be a JSON object`);
}
