import { UserError } from "../../src/model/errors.js";
import { differences, type Figures } from "./differences.js";
import type { GasFigures } from "./measure.js";
import { gasPage } from "./page.js";

/** Where the figures are committed: for programs, and for people. */
export const FIGURES = "gas.json";
export const PAGE = "docs/gas.md";

/** Both files by path; the same figures give the same bytes. */
export function gasFiles(figures: GasFigures): Record<typeof FIGURES | typeof PAGE, string> {
  return { [FIGURES]: `${JSON.stringify(figures, null, 2)}\n`, [PAGE]: gasPage(figures) };
}

/**
 * Requires that the committed files are those of the measured figures.
 *
 * @param committed - text of both files by path, undefined where there is none
 * @throws UserError that names the stale file, with a line for each figure that changed
 */
export function requireFresh(committed: Readonly<Record<string, string | undefined>>, measured: GasFigures): void {
  const changes = differences(parsed(committed[FIGURES] ?? "{}"), measured);
  for (const [path, expected] of Object.entries(gasFiles(measured))) {
    if (committed[path] === expected) continue;
    throw new UserError([`${path} is stale; npm run gas writes it anew`, ...changes].join("\n  "));
  }
}

function parsed(text: string): Figures {
  try {
    return JSON.parse(text) as Figures;
  } catch (error) {
    throw new UserError(`${FIGURES} is not JSON; npm run gas writes it anew`, { cause: error });
  }
}
