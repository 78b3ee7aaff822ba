import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

import { expect } from "chai";

import { nextLine } from "../../tasks/next-line.js";

describe("the next line of a stream", () => {
  /** The standard output of a process that writes these pieces, as a pipe brings them. */
  function pipeOf(...pieces: string[]) {
    const script = "for (const piece of process.argv.slice(1)) { process.stdout.write(piece); await null }";
    return spawn(process.execPath, ["--input-type=module", "-e", script, ...pieces], {
      stdio: ["ignore", "pipe", "inherit"],
    }).stdout;
  }

  it("leaves the rest to be read, by lines or as a whole", async () => {
    const input = pipeOf("secret\r\nanother\nrow 1\nrow", " 2\nrow 3\n");
    expect(await nextLine(input)).to.equal("secret");
    expect(await nextLine(input)).to.equal("another");
    const rows: string[] = [];
    for await (const row of createInterface({ input })) rows.push(row);
    expect(rows).to.deep.equal(["row 1", "row 2", "row 3"]);
    const other = pipeOf("secret\nall of it");
    expect(await nextLine(other)).to.equal("secret");
    expect(await text(other)).to.equal("all of it");
  });

  it("is put together from pieces, and need not end in a newline", async () => {
    const input = pipeOf("sec", "ret");
    expect(await nextLine(input)).to.equal("secret");
    expect(await nextLine(input)).to.equal(undefined);
  });

  it("is undefined at the end", async () => {
    const input = pipeOf();
    expect(await nextLine(input)).to.equal(undefined);
    input.destroy();
    if (!input.closed) await once(input, "close");
    expect(await nextLine(input)).to.equal(undefined);
  });
});
