import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { buildOnce } from "./build-once.js";

/**
 * `npm run check`: builds once, then runs every script of package.json that is named `check:...` at the same time, and
 * prints what each says when it has ended.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };

/** @returns whether it passed */
async function run([name, script]: [string, string]): Promise<boolean> {
  const startedAt = performance.now();
  const child = spawn(`(${script}) 2>&1`, { cwd: root, shell: true, stdio: ["ignore", "pipe", "inherit"] });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "close") as Promise<[number | null]>]);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${output}${name}: ${code === 0 ? "passed" : "FAILED"}, ${seconds} s\n`);
  return code === 0;
}

const checks = Object.entries(scripts).filter(([name]) => name.startsWith("check:"));
const passed = (await buildOnce({ root, cache: join(root, "cache") }, false)) && (await Promise.all(checks.map(run)));
process.exitCode = passed !== false && passed.every(Boolean) ? 0 : 1;
