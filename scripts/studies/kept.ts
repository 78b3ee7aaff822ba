import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { UserError } from "../../src/model/errors.js";
import { toJson } from "../../src/report/json.js";
import type { ReportSection } from "../../src/report/page/page.js";
import type { FileSet } from "../../src/report/write.js";
import { studiesNamed } from "./index.js";
import { SETTINGS_FILE, settingsFile } from "./settings/file.js";
import type { Settings } from "./settings/settings.js";
import type { Finished, Study, StudyResult } from "./study.js";

// A run of some studies keeps the others on the page: everything follows from the settings, so they are what this run
// would make of them. A report of other settings needs a folder of its own.

/** The program that made a part of a report. */
export interface MadeBy {
  readonly version: string;
  /** Undefined outside a checkout of git. */
  readonly commit: string | undefined;
}

/** What a study gives to the page. */
interface Part extends Pick<StudyResult, "section" | "summary" | "plain"> {
  readonly madeBy: MadeBy;
}

/** The one file of a report that is not the same in every run. */
export const TIMINGS_FILE = "timings.json";
type Timings = Readonly<Record<string, unknown>>;

/**
 * Requires that the folder has no report, or one of the same settings, to which studies can be added.
 *
 * @throws UserError when the page that is there would lose its other studies
 */
export function requireSameSettings(folder: string, settings: Settings): void {
  const file = join(folder, SETTINGS_FILE);
  if (!existsSync(file) || readFileSync(file, "utf8") === settingsFile(settings)) return;
  throw new UserError(
    `--out ${folder}: has a report of other settings, whose other studies would be lost; name another folder, or run every study`,
  );
}

/** The parts of all studies that have run, now or before in this folder, in the order of the report. */
export function partsOf(
  folder: string,
  finished: readonly Finished[],
  madeBy: MadeBy,
): (Part & { readonly timings: Timings })[] {
  const before = (readKept(join(folder, TIMINGS_FILE)) ?? {}) as {
    readonly studies?: Readonly<Record<string, Timings>>;
  };
  return studiesNamed(undefined).flatMap((study) => {
    const now = finished.find((one) => one.study === study);
    if (now !== undefined) {
      return { ...partOf(now, madeBy), timings: { seconds: now.seconds, ...now.result.timings } };
    }
    const part = readKept(join(folder, partPath(study))) as Part | undefined;
    if (part === undefined) return [];
    return { ...part, section: marked(part, madeBy), timings: before.studies?.[study.id] ?? {} };
  });
}

/** The files that keep these studies' parts for later runs. */
export function partFiles(finished: readonly Finished[], madeBy: MadeBy): FileSet {
  return Object.fromEntries(finished.map((one) => [partPath(one.study), toJson(partOf(one, madeBy))]));
}

function partOf({ result: { section, summary, plain } }: Finished, madeBy: MadeBy): Part {
  return { madeBy, section, summary, ...(plain !== undefined && { plain }) };
}

function partPath({ id }: Study): string {
  return `${id}/page.json`;
}

/** Undefined where there is no such file, or none that can be read. */
function readKept(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** The section says so if another version made it. */
function marked({ section, madeBy: { version, commit } }: Part, now: MadeBy): ReportSection {
  if (version === now.version && commit === now.commit) return section;
  const made = `Kept from an earlier run: by version ${version}${commit === undefined ? "" : `, commit ${commit}`}.`;
  return { ...section, paragraphs: [made, ...section.paragraphs] };
}
