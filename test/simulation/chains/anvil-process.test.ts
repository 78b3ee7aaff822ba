import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { expect } from "chai";

import { until } from "../../support/until.js";

const MODULE = new URL("../../../scripts/simulation/chains/anvil-process.ts", import.meta.url).href;

describe("an anvil started by a process", () => {
  /** Starts a process that starts an anvil, says where it is, and does as it is told then. */
  async function launched(then: string) {
    const script = `const { launchAnvil } = await import("${MODULE}");
      const { url } = await launchAnvil([]);
      console.log(url);
      ${then}`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const ended = once(child, "exit");
    const [url] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    return { child, ended, url };
  }

  const isUp = (url: string) =>
    fetch(url, { method: "POST", body: "{}" }).then(
      () => true,
      () => false,
    );

  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    it(`ends with it at ${signal}, though it is idle`, async () => {
      const { child, ended, url } = await launched("setInterval(() => undefined, 1000);");
      expect(await isUp(url)).to.be.true;
      child.kill(signal);
      expect(await ended).to.deep.equal([null, signal]);
      await until(async () => !(await isUp(url)));
    });
  }

  it("ends with it when it fails", async () => {
    const { ended, url } = await launched(`throw new Error("no reason");`);
    expect(await ended).to.deep.equal([1, null]);
    await until(async () => !(await isUp(url)));
  });
});
