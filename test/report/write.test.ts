import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { UserError } from "../../src/model/errors.js";
import { requireWritable, writeFiles } from "../../src/report/write.js";

/** The error a promise ends with. */
async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail("nothing was refused"),
    (error: unknown) => error,
  );
}

describe("writeFiles", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "wattlane-write-"));
  });
  afterEach(async () => {
    await rm(root, { recursive: true });
  });

  it("refuses paths that leave the directory", async () => {
    for (const path of ["", ".", "..", "../a", "a/../../b", "/etc/passwd"]) {
      const error = await failure(writeFiles(join(root, "out"), { [path]: "" }));
      expect(error, path).to.be.instanceOf(RangeError);
    }
    expect(await readdir(root)).to.deep.equal([]);
  });

  it("names a directory it cannot write to", async () => {
    await writeFile(join(root, "file"), "");
    const error = await failure(writeFiles(join(root, "file"), { a: "" }));
    expect(error).to.be.instanceOf(UserError);
    expect((error as UserError).message).to.include(`cannot write to ${join(root, "file")}`);
  });

  it("leaves nothing behind of a set that cannot be written in full", async () => {
    const error = await failure(writeFiles(join(root, "new", "deep"), { a: "1", "a/b": "2" }));
    expect(error).to.be.instanceOf(UserError);
    expect(await readdir(root)).to.deep.equal([]);
  });

  it("leaves an existing directory as it was when a later file cannot take its place", async () => {
    await mkdir(join(root, "b"));
    await writeFile(join(root, "a"), "old");
    const error = await failure(writeFiles(root, { a: "new", "c/d": "1", b: "2" }));
    expect(error).to.be.instanceOf(UserError);
    expect((error as UserError).message).to.equal(`cannot write ${join(root, "b")}: it is a directory`);
    expect(await readdir(root)).to.deep.equal(["a", "b"]);
    expect(await readFile(join(root, "a"), "utf8")).to.equal("old");
  });

  it("writes text and bytes into folders it makes, replaces its own files and keeps the others", async () => {
    await writeFile(join(root, "kept.txt"), "kept");
    await writeFile(join(root, "index.html"), "old");
    await writeFiles(root, { "index.html": "new", "fig6/fig6.png": Uint8Array.of(137, 80) });
    expect(await readdir(root)).to.deep.equal(["fig6", "index.html", "kept.txt"]);
    expect(await readFile(join(root, "index.html"), "utf8")).to.equal("new");
    expect([...(await readFile(join(root, "fig6", "fig6.png")))]).to.deep.equal([137, 80]);
  });
});

describe("requireWritable", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "wattlane-writable-"));
  });
  afterEach(async () => {
    await rm(root, { recursive: true });
  });
  const refused = async (path: string, files: readonly string[] = []) =>
    ((await failure(requireWritable(join(root, path), files))) as Error).message;

  it("leaves no folder that was not there", async () => {
    await requireWritable(join(root, "a/b"));
    expect(await readdir(root)).to.deep.equal([]);
  });

  it("names a file in the place of a folder, and a folder in the place of a file", async () => {
    await writeFile(join(root, "file"), "");
    await mkdir(join(root, "index.html"));
    expect(await refused("file")).to.match(/^cannot write to .*file: /);
    expect(await refused("file/a")).to.match(/^cannot write to .*a: /);
    expect(await refused("", ["index.html"])).to.match(/index\.html: it is a directory$/);
    expect(await readdir(root)).to.have.members(["file", "index.html"]);
  });
});
