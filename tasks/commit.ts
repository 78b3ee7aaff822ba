import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** @returns the commit that this checkout is at, with `+` where files differ from it; undefined outside a checkout */
export function checkedOutCommit(): string | undefined {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const git = (...args: string[]) => {
    const { status, stdout } = spawnSync("git", ["--no-optional-locks", ...args], { cwd: root, encoding: "utf8" });
    return status === 0 ? stdout.trim() : undefined;
  };
  // Unpacked inside somebody else's checkout, it has no commit.
  const top = git("rev-parse", "--show-toplevel");
  if (top === undefined || realpathSync(top) !== realpathSync(root)) return undefined;
  return git("describe", "--always", "--exclude=*", "--abbrev=12", "--dirty=+");
}
