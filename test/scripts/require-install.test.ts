import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

describe("a checkout whose packages are not all installed", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "wattlane-install-"));
    mkdirSync(join(folder, "scripts"));
    for (const name of ["install.mjs", "require-install.mjs"])
      copyFileSync(`scripts/${name}`, join(folder, "scripts", name));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const { platform, arch } = process;
  const otherArch = arch === "arm64" ? "x64" : "arm64";

  /** @param packages - locked @param there - those of them that are installed */
  function check(packages: Readonly<Record<string, object>>, there: readonly string[] = []) {
    const locked = Object.fromEntries(Object.entries(packages).map(([name, entry]) => [`node_modules/${name}`, entry]));
    writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages: { "": {}, ...locked } }));
    for (const name of there) mkdirSync(join(folder, "node_modules", name), { recursive: true });
    const { status, stderr } = spawnSync(process.execPath, [join(folder, "scripts/require-install.mjs")]);
    return { status, stderr: stderr.toString() };
  }
  const told = (name: string) => ({
    status: 1,
    stderr: `Error: the package ${name} is not installed: run npm run setup (npm install leaves it out on a Node.js older than 22.13)\n`,
  });
  const right = { status: 0, stderr: "" };

  const native = { os: [platform], cpu: [arch], optional: true };

  it("says in one line that setup is to be run, for a native part that npm left out", () => {
    const packages = { edr: { optionalDependencies: { "edr-native": "1" } }, "edr-native": native };
    expect(check(packages, ["edr"])).to.deep.equal(told("edr-native"));
    expect(check(packages, ["edr", "edr-native"])).to.deep.equal(right);
  });

  it("misses no part of another machine, none of a package that is not there, and none for any machine", () => {
    const foreign = { ...native, cpu: [otherArch] };
    expect(check({ edr: { optionalDependencies: { "edr-other": "1" } }, "edr-other": foreign }, ["edr"])).to.deep.equal(
      right,
    );
    expect(check({ gone: { optionalDependencies: { "edr-native": "1" } }, "edr-native": native })).to.deep.equal(right);
    const ws = { optionalDependencies: { bufferutil: "1" } };
    expect(check({ ws, bufferutil: { optional: true } }, ["ws"])).to.deep.equal(right);
  });
});
