import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { UserError } from "../../src/model/errors.js";
import { writeFiles } from "../../src/report/write.js";
import { command } from "../../tasks/command.js";
import { during } from "../../tasks/progress.js";
import { overBudget } from "./budgets.js";
import { FIGURES, gasFiles, PAGE, requireFresh } from "./fresh.js";
import { measureGas } from "./measure.js";

/** Measures, then writes both files, or checks them; either way a budget exceeded is an error. */
export default command(async ({ check }: { check: boolean }, { config }: HardhatRuntimeEnvironment) => {
  const figures = await during("measuring the gas of every step", measureGas);
  const { root } = config.paths;
  if (check) requireFresh({ [FIGURES]: await textOf(root, FIGURES), [PAGE]: await textOf(root, PAGE) }, figures);
  else await writeFiles(root, gasFiles(figures));

  const exceeded = overBudget(figures);
  if (exceeded.length > 0) throw new UserError(["gas above its budget", ...exceeded].join("\n  "));
  process.stdout.write(`${FIGURES} and ${PAGE} ${check ? "are fresh" : "written"}, all within the budgets\n`);
});

async function textOf(root: string, path: string): Promise<string | undefined> {
  return readFile(join(root, path), "utf8").catch(() => undefined);
}
