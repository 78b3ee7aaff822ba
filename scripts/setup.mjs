// Installs the locked packages when they are not there yet, under a Node.js new enough for all of them.
// Free of dependencies, since it runs before any is installed, on the Node.js that the machine has.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";

/** Hardhat 3 needs this; under an older one npm leaves out its native packages. */
const OLDEST_NODE = [22, 13];
const STAMP = "node_modules/.wattlane-setup";

const wanted = createHash("sha256")
  .update(readFileSync("package-lock.json"))
  .update(`${process.platform} ${process.arch}`)
  .digest("hex");
const installed = existsSync(STAMP) ? readFileSync(STAMP, "utf8") : "";

if (installed !== wanted) {
  const npm = process.env.npm_execpath;
  if (npm === undefined) {
    console.error("setup: run it through npm: npm run setup");
    process.exit(1);
  }
  const [major, minor] = process.versions.node.split(".").map(Number);
  const newEnough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const runner = newEnough ? [process.execPath] : [process.execPath, npx(npm), "--yes", "node@24"];
  console.error("setup: installing the locked packages ...");
  const [command, ...rest] = [...runner, npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync(command, rest, { stdio: ["ignore", 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(STAMP, wanted);
}

function npx(npm) {
  return npm.replace(/npm-cli\.js$/, "npx-cli.js");
}
