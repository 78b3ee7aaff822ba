import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { UserError } from "../src/model/errors.js";
import { checkClaim, claimsIn } from "../src/proofs/model-checker.js";
import type { SoliditySources } from "../src/proofs/solc.js";
import { command } from "./command.js";
import { progressLine } from "./progress.js";

/** What is claimed, and what is claimed falsely to see the checker work, by folder. */
const EXPECTED: Readonly<Record<string, ReturnType<typeof checkClaim>["answer"]>> = {
  proofs: "proved",
  "proofs/false": "refuted",
};

/** `hardhat prove`: a line for each claim; errs unless all are proved and the false ones refuted. */
export default command((_: object, { config }: HardhatRuntimeEnvironment) => {
  const read = (path: string) => readFileSync(join(config.paths.root, path), "utf8");
  const progress = progressLine();
  let failures = 0;
  for (const [folder, expected] of Object.entries(EXPECTED)) {
    const sources = sourcesIn(config.paths.root, folder, read);
    for (const claim of claimsIn(sources, read)) {
      progress(claim.text);
      const { answer, proved, findings } = checkClaim(claim, sources, read);
      progress("");
      const note = expected === "refuted" ? " (a false claim: the checker works)" : ` (${String(proved)} checks)`;
      console.log(`${answer.padEnd(8)} ${claim.text}${answer === expected ? note : ` (${claim.file}: ${claim.name})`}`);
      if (answer === expected) continue;
      failures += 1;
      for (const finding of findings) console.log(`         ${finding}`);
    }
  }
  if (failures > 0) throw new UserError(`${String(failures)} of the claims did not get the answer they should`);
});

function sourcesIn(root: string, folder: string, read: (path: string) => string): SoliditySources {
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith(".sol"));
  return Object.fromEntries(files.sort().map((name) => [`${folder}/${name}`, read(`${folder}/${name}`)]));
}
