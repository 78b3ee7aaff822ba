import hre from "hardhat";

import { builtInChains } from "../../scripts/simulation/chains/built-in.js";
import { effectiveSettings } from "../../scripts/studies/settings/file.js";
import { studyContext, type Study, type StudyContext, type StudyResult } from "../../scripts/studies/study.js";

/** A context with the default settings, some of them replaced as `--set` does. */
export function contextOf(list?: string): StudyContext {
  return studyContext({
    openChain: builtInChains(hre.network),
    settings: effectiveSettings({ list }),
    progress: () => undefined,
  });
}

/** Runs one study alone. */
export function runStudy(study: Study, list?: string): Promise<StudyResult> {
  return study.run(contextOf(list));
}

/** A CSV of a study as rows of fields by column; no field of a study holds a comma. */
export function csvRows(result: StudyResult, path: string): Record<string, string>[] {
  const content = result.files[path];
  if (typeof content !== "string") throw new Error(`no text file ${path}`);
  const [header = "", ...lines] = content.trimEnd().split("\r\n");
  const names = header.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((field, i) => [names[i] ?? "", field])));
}
