import { readFileSync } from "node:fs";

/**
 * Lines of the contracts that no test has run, as `file:line`, by a report in lcov's format (geninfo(1): SF, DA).
 * A line with several statements counts as run when all of them were, so no line here means no statement either.
 * A report that names no contract is an error: it would prove nothing.
 *
 * @example uncoveredLines("SF:contracts/A.sol\nDA:3,1\nDA:4,0\nend_of_record") // ["contracts/A.sol:4"]
 */
export function uncoveredLines(report: string): string[] {
  const uncovered: string[] = [];
  let file: string | undefined;
  let counted = 0;
  for (const record of report.split("\n")) {
    const [kind, value = ""] = record.split(/:(.*)/);
    if (kind === "SF") file = value.startsWith("contracts/") ? value : undefined;
    if (kind !== "DA" || file === undefined) continue;
    counted += 1;
    const [line = "", times] = value.split(",");
    if (times === "0") uncovered.push(`${file}:${line}`);
  }
  if (counted === 0) throw new Error("the coverage report names no line of a contract");
  return uncovered;
}

if (import.meta.main) {
  const uncovered = uncoveredLines(readFileSync("coverage/lcov.info", "utf8"));
  for (const line of uncovered) console.error(`${line} is run by no test`);
  if (uncovered.length > 0) process.exitCode = 1;
}
