// Imported first by hardhat.config.ts: a part that is missing is told here, before Hardhat fails on it. Its own advice would
// be to delete the lock file.
import process from "node:process";

import { isStamped, missingPart, OLDEST_NODE } from "./install.mjs";

const missing = isStamped() ? undefined : missingPart();
if (missing !== undefined) {
  console.error(
    `Error: the package ${missing} is not installed: run npm run setup (npm install leaves it out on a Node.js older than ${OLDEST_NODE})`,
  );
  process.exit(1);
}
