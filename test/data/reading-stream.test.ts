import { expect } from "chai";

import { ReadingStream } from "../../src/data/reading-stream.js";
import { UserError } from "../../src/model/errors.js";

const HEADER = "timestamp,meter,energy_kwh\n";

describe("stream of readings", () => {
  const told = (stream: ReadingStream, ...chunks: string[]) =>
    chunks.flatMap((chunk) => stream.take(chunk)).map((read) => (read instanceof UserError ? read.message : read));

  it("gives rows as their lines end, however the text is cut", () => {
    const text = `\ufeff${HEADER}2013-06-15T00:00:00Z,a,0.3003\r\n\n2013-06-15T01:30:00+01:00,b,1\n`;
    const rows = [
      { meter: "a", startSeconds: 1_371_254_400, microjoules: 1_081_080_000_000n, offsetSeconds: 0, line: 2 },
      { meter: "b", startSeconds: 1_371_256_200, microjoules: 3_600_000_000_000n, offsetSeconds: 3600, line: 4 },
    ];
    expect(told(new ReadingStream("s"), text)).to.deep.equal(rows);
    expect(told(new ReadingStream("s"), ...Array.from(text))).to.deep.equal(rows);
  });

  it("does not take half a number for a number", () => {
    const stream = new ReadingStream("s");
    expect(told(stream, `${HEADER}2013-06-15T00:00:00Z,a,0.3`)).to.deep.equal([]);
    expect(stream.unfinished).to.equal(true);
    expect(told(stream, "003\n")).to.have.length(1);
    expect(stream.unfinished).to.equal(false);
  });

  it("names line and column of each wrong row, and goes on with the next", () => {
    const rows = [
      "2013-06-15T00:00:00Z,a",
      "2013-06-15,a,1",
      "2013-06-15T00:00:00Z,,1",
      "2013-06-15T00:00:00Z,a,NaN",
      `2013-06-15T00:00:00Z,${"a".repeat(70_000)},1`,
      "2013-06-15T00:00:00Z,a,1,2",
      "2013-06-15T00:00:00Z,a,1",
    ];
    const [last, ...problems] = told(new ReadingStream("s"), HEADER, ...rows.map((row) => `${row}\n`)).reverse();
    expect(last).to.deep.equal({
      meter: "a",
      startSeconds: 1_371_254_400,
      microjoules: 3_600_000_000_000n,
      offsetSeconds: 0,
      line: 8,
    });
    expect(problems.reverse()).to.deep.equal([
      "s:2: column energy_kwh: is missing",
      's:3: column timestamp: "2013-06-15" is not a date and time such as 2013-06-15T00:30:00Z',
      "s:4: column meter: is empty",
      's:5: column energy_kwh: "NaN" is not a number',
      "s:6: is longer than 65536 characters",
      "s:7: column 4: is one too many: the header has 3 columns",
    ]);
  });

  it("keeps no endless line in memory, and reads on after it", () => {
    const stream = new ReadingStream("s");
    const piece = "x".repeat(50_000);
    expect(told(stream, HEADER, piece, piece, piece, piece)).to.deep.equal(["s:2: is longer than 65536 characters"]);
    expect(told(stream, "\n2013-06-15T00:00:00Z,a,1\n")).to.deep.equal([
      { meter: "a", startSeconds: 1_371_254_400, microjoules: 3_600_000_000_000n, offsetSeconds: 0, line: 3 },
    ]);
  });

  it("names the meter after the file in GSY's layout, whose times of day need a day", () => {
    const text = "INTERVAL;ENERGY(kWh)\n00:30;0.31\n";
    expect(told(new ReadingStream("x/house-7.csv", { midnight: 86_400 }), text)).to.deep.equal([
      { meter: "house-7", startSeconds: 88_200, microjoules: 1_116_000_000_000n, offsetSeconds: 0, line: 2 },
    ]);
    expect(told(new ReadingStream("house-7.csv"), text)).to.deep.equal([
      'house-7.csv:2: column INTERVAL: "00:30" has no day',
    ]);
  });

  it("cannot do without its header", () => {
    expect(() => new ReadingStream("s").take("a,b\n")).to.throw(
      UserError,
      's:1: the header "a,b" is of no format that is known',
    );
  });

  it("reads another format, and tells once what it was taken for", () => {
    const stream = new ReadingStream("x/roof.csv", { intervalSeconds: 900 });
    expect(stream.recognised()).to.equal(undefined);
    const [power] = told(stream, "Time,Power\n2021-07-01T00:00,400\n");
    expect(power).to.deep.include({ meter: "roof", endSeconds: 1_625_098_500, microjoules: 360_000_000_000n });
    const format = "GSY's power profile: W; times without a zone are of UTC";
    expect(stream.recognised()).to.deep.equal({ source: "x/roof.csv", format });
    expect(stream.recognised()).to.equal(undefined);
  });

  it("gives a register's readings as they are, where that is wanted", () => {
    const text = "DATE,TIME,DELIVERED 1\n18-06-2025,00:00,1000.5\n";
    expect(told(new ReadingStream("s"), text)).to.deep.equal([]);
    const [raw] = told(new ReadingStream("s", { rawRegister: true }), text);
    expect(raw).to.deep.include({ startSeconds: 1_750_197_600, microjoules: 3_601_800_000_000_000n });
  });
});
