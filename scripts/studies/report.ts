import { toJson } from "../../src/report/json.js";
import { page } from "../../src/report/page/page.js";
import type { FileSet } from "../../src/report/write.js";
import { partFiles, partsOf, TIMINGS_FILE, type MadeBy } from "./kept.js";
import { SETTINGS_FILE, settingsFile } from "./settings/file.js";
import { settingsSection } from "./settings/section.js";
import type { Settings } from "./settings/settings.js";
import { symbolsSection } from "./settings/symbols.js";
import type { Finished } from "./study.js";

const LEAD =
  "An evaluation of the improved smart-contract electricity transaction model of Shi, Huang, Hu, Hao and Zhang (2022), run on the contracts themselves.";

/** The first sentence of the summary; the studies' own follow. */
const INTRODUCTION =
  "On an electricity market without a middleman, authorities check every trade before it counts; here, users who have kept to their agreements trade without that check, on a fast lane, until they reach a cap.";

/**
 * Every file that a run writes: those of its studies, and a page of these and of the studies that are in the folder
 * already.
 */
export function reportFiles(run: {
  readonly folder: string;
  readonly settings: Settings;
  readonly finished: readonly Finished[];
  readonly madeBy: MadeBy;
}): FileSet {
  const { folder, settings, finished, madeBy } = run;
  const { version, commit } = madeBy;
  const parts = partsOf(folder, finished, madeBy);
  const html = page({
    title: "What the fast lane is worth",
    lead: LEAD,
    plain: [INTRODUCTION, ...parts.flatMap(({ plain }) => plain ?? [])],
    summary: parts.flatMap(({ summary }) => summary),
    sections: [...parts.map(({ section }) => section), symbolsSection(), settingsSection(settings)],
    facts: [
      { label: "Seed", value: String(settings.seed) },
      { label: "Wattlane", value: version },
      ...(commit === undefined ? [] : [{ label: "Commit", value: commit }]),
    ],
  });
  const files = {
    "index.html": html,
    [SETTINGS_FILE]: settingsFile(settings),
    [TIMINGS_FILE]: timingsFile(parts.map(({ section, timings }) => [section.id, timings])),
    ...partFiles(finished, madeBy),
  };
  for (const { result } of finished) Object.assign(files, result.files);
  return files;
}

/** What was measured with a clock, kept apart from what follows from the settings. */
function timingsFile(studies: readonly (readonly [string, unknown])[]): string {
  return toJson({
    note: "Measured on one machine: no other run gives the same numbers. Everything else in this folder follows from settings.json.",
    studies: Object.fromEntries(studies) as unknown,
  });
}
