import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, existsSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CLI = join(ROOT, "node_modules/hardhat/dist/src/cli.js");

/** The writing end of a pipe whose reader has gone, as `head` goes when it has its lines. */
function abandonedPipe(path: string): number {
  execFileSync("mkfifo", [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(path, constants.O_WRONLY);
  closeSync(reader);
  return writer;
}

describe("a command whose standard output closes early", () => {
  it("still finishes, quietly", async () => {
    const folder = mkdtempSync(join(tmpdir(), "wattlane-command-"));
    const pipe = abandonedPipe(join(folder, "pipe"));
    try {
      const out = join(folder, "report");
      const evaluate = spawn(process.execPath, [CLI, "evaluate", "--only", "fig10", "--out", out], {
        cwd: ROOT,
        stdio: ["ignore", pipe, "pipe"],
      });
      const stderr = evaluate.stderr as Readable;
      const [complaints, end] = await Promise.all([text(stderr), once(evaluate, "exit")]);
      expect({ complaints, end }).to.deep.equal({ complaints: "", end: [0, null] });
      expect(existsSync(join(out, "index.html"))).to.be.true;
    } finally {
      closeSync(pipe);
      rmSync(folder, { recursive: true });
    }
  });
});
