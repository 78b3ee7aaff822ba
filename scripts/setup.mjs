// Installs the locked packages when they are not there yet, under a Node.js new enough for all of them.
// Free of dependencies, since it runs before any is installed, on the Node.js that the machine has.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import process from "node:process";

import { freshStamp, isStamped, OLDEST_NODE, STAMP } from "./install.mjs";

if (!isStamped()) {
  const npm = process.env.npm_execpath;
  if (npm === undefined) {
    console.error("setup: run it through npm: npm run setup");
    process.exit(1);
  }
  const [oldestMajor, oldestMinor] = OLDEST_NODE.split(".").map(Number);
  const [major, minor] = process.versions.node.split(".").map(Number);
  const newEnough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  const runner = newEnough ? [process.execPath] : [process.execPath, npx(npm), "--yes", "node@24"];
  console.error("setup: installing the locked packages ...");
  const [command, ...rest] = [...runner, npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync(command, rest, { stdio: ["ignore", 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(STAMP, freshStamp());
}

function npx(npm) {
  return npm.replace(/npm-cli\.js$/, "npx-cli.js");
}
