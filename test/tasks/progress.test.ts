import { mock } from "node:test";

import { expect } from "chai";

import { progressLine } from "../../tasks/progress.js";

describe("the progress of a long command", () => {
  afterEach(() => {
    mock.timers.reset();
  });

  /** A stream that keeps what is written, and the clock in the test's hands. */
  function watched({ isTTY, columns = 8 }: { isTTY: boolean; columns?: number | undefined }) {
    mock.timers.enable({ apis: ["Date", "setInterval"] });
    const written: string[] = [];
    const note = (text: string) => written.push(text);
    const terminal = { columns, clearLine: () => note("<clear>"), cursorTo: () => note("<start>") };
    const stream = { isTTY, ...terminal, write: note } as unknown as NodeJS.WriteStream;
    return { written, progress: progressLine(stream) };
  }

  it("is one line on a terminal, written over and no wider", () => {
    const { written, progress } = watched({ isTTY: true });
    progress("block 10 of 20");
    progress("");
    expect(written).to.deep.equal(["<clear>", "<start>", "block 1", "<clear>", "<start>", ""]);
  });

  for (const [columns, shown] of [
    [0, "block 10 of 20"],
    [1, "b"],
    [2, "b"],
    [15, "block 10 of 20"],
    [14, "block 10 of 2"],
  ] as const) {
    it(`fits a terminal of ${columns} columns`, () => {
      const { written, progress } = watched({ isTTY: true, columns });
      progress("block 10 of 20");
      expect(written.at(-1)).to.equal(shown);
    });
  }

  it("is a line every ten seconds elsewhere, also while the work waits", () => {
    const { written, progress } = watched({ isTTY: false });
    progress("block 1");
    mock.timers.tick(9_000);
    progress("block 2");
    expect(written).to.deep.equal([]);
    mock.timers.tick(1_000);
    expect(written).to.deep.equal(["... block 2\n"]);
    for (let second = 0; second < 20; second++) mock.timers.tick(1_000);
    expect(written).to.deep.equal(Array(3).fill("... block 2\n"));
  });

  it("is silent when the work is done", () => {
    const { written, progress } = watched({ isTTY: false });
    progress("block 1");
    progress("");
    mock.timers.tick(60_000);
    expect(written).to.deep.equal([]);
  });
});
