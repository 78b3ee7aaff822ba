import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CLI = join(ROOT, "node_modules/hardhat/dist/src/cli.js");

/** Runs `hardhat` in a process of its own. @returns what it prints @throws Error when it fails */
export function run(args: readonly string[]): Promise<string> {
  return runNode([CLI, ...args]);
}

/** Runs Node in a process of its own. @returns what it prints @throws Error when it fails */
export async function runNode(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [output, code] = await Promise.all([text(child.stdout), ended]);
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${String(code)}`);
  return output;
}
