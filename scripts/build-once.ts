import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";

/** What the contracts, and the types generated from them, are made of. */
const SOURCES = ["contracts/**/*.sol", "test/solidity/**/*.sol", "hardhat.config.ts", "package-lock.json"];
/** What must be there. */
const MADE = ["artifacts", "typechain-types/index.ts"];
/** Longer than any build, ms. */
const LOCK_MS = 600_000;

/** A Hardhat project. */
interface Project {
  /** Its folder. */
  readonly root: string;
  /** The folder of its cache. */
  readonly cache: string;
  /** Its configuration's file, where it is not the usual one. */
  readonly config?: string | undefined;
}

/**
 * Builds the contracts unless they were built from the same sources already. Processes that start together wait for the
 * one that builds: two builds at once would take each other's files away, and one would load types half written.
 *
 * @param noTests - leave the contracts of the tests out
 * @returns whether they are built now; if not, what is wrong stands on standard error
 */
export async function buildOnce(project: Project, noTests: boolean): Promise<boolean> {
  const { root, cache } = project;
  const stamp = join(cache, "built");
  const sources = fingerprint(root);
  const whole = `${sources} with tests`;
  const isBuilt = () => {
    const built = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
    return MADE.every((path) => existsSync(join(root, path))) && (built === whole || (noTests && built === sources));
  };
  if (isBuilt()) return true;
  mkdirSync(cache, { recursive: true });
  // A lock of SQLite's: the system lets go of it when its process ends, however it ends.
  const lock = new DatabaseSync(join(cache, "build-lock.db"), { timeout: LOCK_MS });
  try {
    lock.exec("BEGIN EXCLUSIVE");
    if (isBuilt()) return true;
    if (!(await build(project, noTests))) return false;
    writeFileSync(stamp, noTests ? sources : whole);
    return true;
  } finally {
    lock.close();
  }
}

/** In a process of its own, which takes the compilers' memory with it. */
async function build({ root, config }: Project, noTests: boolean): Promise<boolean> {
  const options = [...(noTests ? ["--no-tests"] : []), ...(config === undefined ? [] : ["--config", config])];
  const child = spawn(process.execPath, [CLI, "build", "--quiet", ...options], {
    cwd: root,
    // A quiet build says nothing on standard output but an empty line for each compiler.
    stdio: ["ignore", "ignore", process.stderr],
  });
  const [code] = (await once(child, "close")) as [number | null];
  return code === 0;
}

const CLI = fileURLToPath(new URL("cli.js", import.meta.resolve("hardhat")));

function fingerprint(root: string): string {
  const hash = createHash("sha256");
  for (const file of globSync(SOURCES, { cwd: root }).sort())
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}
