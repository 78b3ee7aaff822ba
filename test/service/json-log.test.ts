import { expect } from "chai";

import { openLog } from "../../src/service/json-log.js";

const KEY = `0x${"ab".repeat(32)}`;

/** The lines that an action logs. */
function linesOf(action: (log: ReturnType<typeof openLog>) => void, secrets: readonly string[] = []): string[] {
  const lines: string[] = [];
  action(openLog({ daemon: "tester", secrets, write: (line) => lines.push(line) }));
  return lines;
}

describe("the log of a daemon", () => {
  it("is one JSON object a line: time, level, daemon, msg and fields, bigints in digits", () => {
    const [line = ""] = linesOf((log) => {
      log.warn("peer away", {
        url: "http://127.0.0.1:1",
        tries: 3,
        block: 2n ** 64n,
        reasons: ["a\nb"],
        none: undefined,
      });
    });
    expect(line.endsWith("\n") && !line.slice(0, -1).includes("\n")).to.equal(true);
    const { time, ...rest } = JSON.parse(line) as Record<string, unknown>;
    expect(new Date(String(time)).toISOString()).to.equal(time);
    expect(rest).to.deep.equal({
      level: "warn",
      daemon: "tester",
      msg: "peer away",
      url: "http://127.0.0.1:1",
      tries: 3,
      block: "18446744073709551616",
      reasons: ["a\nb"],
    });
  });

  it("strikes out its secrets wherever they turn up, in any spelling", () => {
    const bare = KEY.slice(2);
    const lines = linesOf(
      (log) => {
        log.error("unexpected error", { error: `invalid key ${KEY}`, stack: `at ${bare.toUpperCase()}` });
        log.info(KEY);
      },
      [KEY],
    );
    expect(lines.join("").toLowerCase()).to.not.contain(bare);
    expect(lines[0]).to.contain("invalid key [struck out]");
  });

  it("strikes out what stands in a field named like a key", () => {
    const [line] = linesOf((log) => {
      log.info("loaded", { privateKey: KEY, secret: KEY, key: KEY, agreement: KEY });
    });
    const { privateKey, secret, key, agreement } = JSON.parse(line!) as Record<string, unknown>;
    expect([privateKey, secret, key]).to.deep.equal(["[struck out]", "[struck out]", "[struck out]"]);
    expect(agreement).to.equal(KEY);
  });
});
