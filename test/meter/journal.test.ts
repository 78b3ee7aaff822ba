import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { expect } from "chai";

import { ofWholeWh } from "../../src/data/energy.js";
import { ReadingJournal } from "../../src/meter/journal.js";
import { UserError } from "../../src/model/errors.js";

describe("a meter's journal", () => {
  const place = { chain: "chain-1-abcdef01", market: "0xAb00000000000000000000000000000000000000" };
  let folder: string;
  let journals: ReadingJournal[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "wattlane-"));
    journals = [];
  });
  afterEach(() => {
    for (const journal of journals) journal.close();
    rmSync(folder, { recursive: true });
  });

  function open(): ReadingJournal {
    const journal = new ReadingJournal(join(folder, "meter.sqlite"));
    journals.push(journal);
    return journal;
  }

  it("is one reading an agreement, whichever process and however often it is asked", () => {
    const largest = { energyWh: 2n ** 48n - 1n, signature: "0x01" };
    expect(open().sign(place, "0xa", largest)).to.deep.equal(largest);
    expect(open().sign(place, "0xa", { energyWh: 2n, signature: "0x02" })).to.deep.equal(largest);
    expect(open().signed({ ...place, market: place.market.toLowerCase() }, "0xa")).to.deep.equal(largest);
  });

  it("tells agreements of other chains and markets apart", () => {
    const journal = open();
    journal.sign(place, "0xa", { energyWh: 1n, signature: "0x01" });
    expect(journal.signed({ ...place, chain: "chain-2-abcdef01" }, "0xa")).to.equal(undefined);
    expect(journal.signed({ ...place, market: "0xcd" }, "0xa")).to.equal(undefined);
    expect(journal.signed(place, "0xb")).to.equal(undefined);
  });

  it("keeps a stream's rows, all of a piece or none", () => {
    const row = (startSeconds: number) => ({ meter: "a", startSeconds, microjoules: 2n ** 80n });
    open().keep([row(0), row(1800)]);
    open().keep([row(1800), row(3600)]);
    expect(() => {
      open().keep([row(5400), row(0.5)]);
    }).to.throw();
    expect([...open().kept()]).to.have.deep.members([row(0), row(1800), row(3600)]);
  });

  it("refuses rows of another form than before", () => {
    const form = { intervalSeconds: 1800, register: false };
    open().requireForm(form);
    open().requireForm(form);
    expect(() => {
      open().requireForm({ ...form, intervalSeconds: 900 });
    }).to.throw(UserError, "--interval 900: the stream's rows kept so far have intervals of 1800 s");
    expect(() => {
      open().requireForm({ ...form, register: true });
    }).to.throw(UserError, "--register: the stream's rows kept so far are energies of intervals; take another --data");
  });

  it("takes over rows that were kept in whole Wh", () => {
    const old = new DatabaseSync(join(folder, "meter.sqlite"));
    old.exec("CREATE TABLE stream (one INTEGER PRIMARY KEY, interval_seconds INTEGER NOT NULL) STRICT");
    old.exec("CREATE TABLE intervals (meter TEXT NOT NULL, start INTEGER NOT NULL, energy_wh INTEGER NOT NULL) STRICT");
    old.exec("INSERT INTO stream VALUES (1, 900); INSERT INTO intervals VALUES ('a', 1800, 7)");
    old.close();
    for (let opened = 0; opened < 2; opened++) {
      const journal = open();
      expect(journal.kept()).to.deep.equal([{ meter: "a", startSeconds: 1800, microjoules: ofWholeWh(7n) }]);
      journal.requireForm({ intervalSeconds: 900, register: false });
    }
  });

  it("is not opened over a file that is something else", () => {
    writeFileSync(join(folder, "meter.sqlite"), "a text of more than one page".repeat(500));
    expect(open).to.throw(UserError, /meter\.sqlite: not an SQLite file, or damaged/);
  });
});
