import { writeFileSync } from "node:fs";

import { expect } from "chai";

import { UserError } from "../../src/model/errors.js";
import { SqliteFile, StorageUnavailable } from "../../src/service/sqlite.js";
import { temporaryFolder } from "../observer/sample-index.js";

describe("an SQLite file", () => {
  const folder = temporaryFolder();
  let files = 0;
  let path: string;
  let opened: SqliteFile[];
  beforeEach(() => {
    path = folder.file(`${files++}.db`);
    opened = [];
  });
  afterEach(() => {
    for (const file of opened) file.close();
  });
  after(() => {
    folder.remove();
  });

  function open(): SqliteFile {
    const file = new SqliteFile(path, { name: "journal" });
    file.database.exec("CREATE TABLE IF NOT EXISTS item (value TEXT) STRICT");
    opened.push(file);
    return file;
  }

  const insert = (file: SqliteFile, value: string) => file.database.prepare("INSERT INTO item VALUES (?)").run(value);
  const count = (file: SqliteFile) => Number(file.database.prepare("SELECT count(*) AS n FROM item").get()?.["n"]);

  it("writes all of a transaction or nothing", () => {
    const file = open();
    file.transaction(() => insert(file, "a"));
    expect(() => {
      file.transaction(() => {
        insert(file, "b");
        throw new Error("broken");
      });
    }).to.throw("broken");
    expect(count(file)).to.equal(1);
  });

  it("rolled back twice when SQLite itself had rolled back: it says that there is no space, and goes on", () => {
    const file = open();
    const pages = Number(file.database.prepare("PRAGMA page_count").get()?.["page_count"]);
    file.database.exec(`PRAGMA max_page_count = ${pages + 1}`);
    const write = () => file.transaction(() => insert(file, "x".repeat(100_000)));
    expect(write).to.throw(StorageUnavailable, "no space is left for the journal");
    file.database.exec("PRAGMA max_page_count = 10000");
    write();
    expect(count(file)).to.equal(1);
  });

  it("says that another process holds it, and goes on afterwards", () => {
    const [first, second] = [open(), open()];
    second.database.exec("PRAGMA busy_timeout = 1");
    first.transaction(() => {
      expect(() => second.transaction(() => insert(second, "b"))).to.throw(
        StorageUnavailable,
        "another process holds the journal",
      );
    });
    second.transaction(() => insert(second, "b"));
    expect(count(first)).to.equal(1);
  });

  it("is read as it was when reading began", () => {
    const [first, second] = [open(), open()];
    first.inOneState(() => {
      expect(count(first)).to.equal(0);
      second.transaction(() => insert(second, "b"));
      expect(count(first)).to.equal(0);
    });
    expect(count(first)).to.equal(1);
  });

  it("is refused when it is no database, cannot be opened, or is missing", () => {
    writeFileSync(path, "not a database, but long enough to be read as one ".repeat(100));
    expect(open).to.throw(UserError, `${path}: not an SQLite file, or damaged`);
    expect(() => new SqliteFile(folder.path, { name: "journal" })).to.throw(UserError, "cannot be opened");
    const missing = folder.file("missing.db");
    expect(() => new SqliteFile(missing, { name: "journal", readOnly: true })).to.throw(
      UserError,
      `${missing}: there is no journal`,
    );
  });
});
