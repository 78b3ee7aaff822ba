import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";

import { expect } from "chai";

import { readMeterFiles, readPriceFile } from "../../src/data/files.js";
import { ReadingStream } from "../../src/data/reading-stream.js";
import type { UserError } from "../../src/model/errors.js";
import { refusal } from "../support/refusal.js";

const TEXT = "timestamp,meter,energy_kwh\n2025-06-18T00:00:00Z,Zähler,0.1\n2025-06-18T00:30:00Z,Zähler,0.2\n";

/** The first entry of a zip file, as far as its reader looks. */
function zip(name: string): Buffer {
  const header = Buffer.alloc(30);
  header.write("PK\x03\x04\x14", "latin1");
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), deflateRawSync(TEXT)]);
}

const SAVE_AS = 'open it in a spreadsheet and save it as "CSV UTF-8"';

const KINDS: readonly (readonly [kind: string, bytes: Buffer, problem: string])[] = [
  [
    "UTF-16, little end first",
    Buffer.from(`\ufeff${TEXT}`, "utf16le"),
    `is UTF-16 (Excel's "Unicode text"): ${SAVE_AS}`,
  ],
  [
    "UTF-16, big end first",
    Buffer.from(`\ufeff${TEXT}`, "utf16le").swap16(),
    `is UTF-16 (Excel's "Unicode text"): ${SAVE_AS}`,
  ],
  ["UTF-16 without a mark", Buffer.from(TEXT, "utf16le"), `is UTF-16 (Excel's "Unicode text"): ${SAVE_AS}`],
  [
    "an Excel workbook",
    zip("[Content_Types].xml"),
    `is a zip file, such as an Excel workbook (.xlsx): ${SAVE_AS}, or unpack it first`,
  ],
  ["a zip file", zip("a.csv"), `is a zip file, such as an Excel workbook (.xlsx): ${SAVE_AS}, or unpack it first`],
  [
    "an old workbook",
    Buffer.from("d0cf11e0a1b11ae10000000000000000", "hex"),
    `is an old Excel workbook (.xls): ${SAVE_AS}`,
  ],
  ["gzip", gzipSync(TEXT), "is compressed with gzip: unpack it first"],
  ["zstd", Buffer.from("28b52ffd2452910200", "hex"), "is compressed with zstd: unpack it first"],
  ["a web page", Buffer.from("<!DOCTYPE html>\n<html>"), "is a web page, not the file that it links to"],
];

describe("files that are no text", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "wattlane-bytes-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const file = (bytes: Uint8Array) => {
    const path = join(folder, "f.csv");
    writeFileSync(path, bytes);
    return path;
  };

  for (const [kind, bytes, problem] of KINDS)
    it(`names ${kind} for what it is, and what to do`, () => {
      const path = file(bytes);
      expect(refusal(() => readMeterFiles(path))).to.equal(`${path}: ${problem}`);
      expect(refusal(() => readPriceFile(path))).to.equal(`${path}: ${problem}`);
      expect(refusal(() => new ReadingStream("s").take(`${bytes.toString("utf8")}\n`))).to.equal(`s: ${problem}`);
    });

  it("refuses a byte that is no UTF-8 by its line: two names must not become one", () => {
    const names = "2025-06-18T00:00:00Z,Zähler,0.1\n2025-06-18T00:00:00Z,Zühler,0.2\n";
    const bytes = Buffer.from(`timestamp,meter,energy_kwh\n${names}`, "latin1");
    const path = file(bytes);
    const problem = `has a byte that is no UTF-8, as in Windows-1252 or Latin-1: ${SAVE_AS}`;
    expect(refusal(() => readMeterFiles(path))).to.equal(`${path}:2: ${problem}`);
    const read = new ReadingStream("s").take(bytes.toString("utf8"));
    expect(read.map((each) => (each as UserError).message)).to.deep.equal([`s:2: ${problem}`, `s:3: ${problem}`]);
  });

  it("refuses a zero byte by its line", () => {
    const path = file(Buffer.from(TEXT.replace("0.2", "0.\0")));
    expect(refusal(() => readMeterFiles(path))).to.equal(`${path}:3: has a zero byte: it is no text`);
  });

  it("ends every piece of a file of random bytes in a value or one line", () => {
    let state = 9;
    const random = () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 16;
    for (let round = 0; round < 300; round++) {
      const start = KINDS[round % KINDS.length]![1].subarray(0, random() % 40);
      const path = file(
        Buffer.concat([start, Buffer.from(Array.from({ length: random() % 300 }, () => random() & 255))]),
      );
      const message = refusal(() => readMeterFiles(path));
      expect(message)
        .to.satisfy((text: string) => text.startsWith(path))
        .and.not.include("\n");
    }
  });
});
