// What is installed against what is locked. Free of dependencies, and for every Node.js that the machine may have.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** Hardhat 3 needs this; under an older one npm leaves out its native packages. */
export const OLDEST_NODE = "22.13";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Written by `npm run setup` when it has installed what is locked. */
export const STAMP = join(root, "node_modules/.wattlane-setup");

/** What the stamp says when it is fresh. */
export function freshStamp() {
  return createHash("sha256").update(lockText()).update(`${process.platform} ${process.arch}`).digest("hex");
}

export function isStamped() {
  return existsSync(STAMP) && readFileSync(STAMP, "utf8") === freshStamp();
}

/** The first native part of an installed package that is locked for this machine and not there. */
export function missingPart() {
  const locked = JSON.parse(lockText()).packages;
  const isThere = (path) => existsSync(join(root, path));
  for (const [path, { optionalDependencies = {} }] of Object.entries(locked)) {
    if (path === "" || !isThere(path)) continue;
    for (const name of Object.keys(optionalDependencies)) {
      const places = [`${path}/node_modules/${name}`, `node_modules/${name}`];
      const { os, cpu, libc } = places.map((place) => locked[place]).find((entry) => entry !== undefined) ?? {};
      // An optional package for any machine may be left out; one for this machine is a part.
      if (os === undefined && cpu === undefined) continue;
      if (fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, libcOf()) && !places.some(isThere))
        return name;
    }
  }
  return undefined;
}

function fits(wanted, own) {
  return wanted === undefined || wanted.includes(own);
}

function libcOf() {
  if (process.platform !== "linux") return undefined;
  return process.report.getReport().header.glibcVersionRuntime === undefined ? "musl" : "glibc";
}

function lockText() {
  return readFileSync(join(root, "package-lock.json"), "utf8");
}
