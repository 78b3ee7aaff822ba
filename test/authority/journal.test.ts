import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { expect } from "chai";

import { VerdictJournal, type GivenVerdict } from "../../src/authority/journal.js";

const SCOPE = { chainId: "31337", market: `0x${"4d".repeat(20)}`, authority: `0x${"a7".repeat(20)}` };
const MODULE = JSON.stringify(new URL("../../src/authority/journal.ts", import.meta.url).href);

const id = (n: number) => `0x${n.toString(16).padStart(64, "0")}`;
const approval = (n: number, epoch = 1): GivenVerdict => ({
  agreement: id(n),
  epoch,
  verdict: "approve",
  signature: `0x${n.toString(16).padStart(130, "0")}`,
});
const refusal = (n: number, epoch = 1): GivenVerdict => ({
  ...approval(n, epoch),
  verdict: "CommitteeRefused",
  signature: `0x${n.toString(16).padStart(130, "f")}`,
});
/** Plain objects: those of the database have no prototype. */
const plain = <Row extends object>(rows: readonly Row[]) => rows.map((row) => ({ ...row }));

describe("the journal of an authority", () => {
  let folder: string;
  let path: string;
  const open: VerdictJournal[] = [];
  const opened = (scope = SCOPE) => {
    const journal = new VerdictJournal(path, scope);
    open.push(journal);
    return journal;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "wattlane-"));
    path = join(folder, "verdicts.sqlite");
  });
  afterEach(() => {
    for (const journal of open.splice(0)) journal.close();
    rmSync(folder, { recursive: true });
  });

  it("keeps the first verdict on an agreement in an epoch, whatever is proposed later", () => {
    const journal = opened();
    expect(plain(journal.give([approval(1), refusal(2)]))).to.deep.equal([approval(1), refusal(2)]);
    expect(plain(journal.give([refusal(1), approval(2), approval(3)]))).to.deep.equal([
      approval(1),
      refusal(2),
      approval(3),
    ]);
    expect(plain(journal.give([approval(4), refusal(4)]))).to.deep.equal([approval(4), approval(4)]);
    expect(journal.size()).to.deep.equal({ verdicts: 4, signatures: 0 });
  });

  it("takes another verdict in another epoch, and for another authority, market or chain", () => {
    opened().give([approval(1)]);
    expect(plain(opened().give([refusal(1, 2)]))).to.deep.equal([refusal(1, 2)]);
    for (const other of [
      { ...SCOPE, authority: `0x${"a8".repeat(20)}` },
      { ...SCOPE, market: `0x${"4e".repeat(20)}` },
      { ...SCOPE, chainId: "1" },
    ])
      expect(plain(opened(other).give([refusal(1)]))).to.deep.equal([refusal(1)]);
    expect(opened().given(id(1), 1)).to.include(approval(1));
    expect(opened().given(id(1), 3)).to.equal(undefined);
  });

  it("is the same again when it is opened again, by one or by two at once", () => {
    const [one, two] = [opened(), opened()];
    one.give([approval(1)]);
    expect(plain(two.give([refusal(1), refusal(2)]))).to.deep.equal([approval(1), refusal(2)]);
    expect(plain(one.give([approval(2)]))).to.deep.equal([refusal(2)]);
    expect(plain(opened().give([refusal(1), approval(2)]))).to.deep.equal([approval(1), refusal(2)]);
  });

  it("writes all or none", () => {
    const journal = opened();
    const broken = { ...approval(2), verdict: undefined } as unknown as GivenVerdict;
    expect(() => journal.give([approval(1), broken])).to.throw();
    expect(journal.size().verdicts).to.equal(0);
    expect(plain(journal.give([refusal(1)]))).to.deep.equal([refusal(1)]);
  });

  it("keeps parties' signatures until they are released", () => {
    const journal = opened();
    const signature = { agreement: id(1), party: SCOPE.market, signature: approval(1).signature };
    journal.keep([signature, { ...signature, signature: refusal(1).signature }]);
    expect(plain(opened().kept(id(1)))).to.deep.equal([signature]);
    journal.give([approval(1)]);
    journal.release([id(1), id(2)]);
    expect(journal.size()).to.deep.equal({ verdicts: 1, signatures: 0 });
  });

  /** Starts a process that gives verdicts on agreement after agreement, a line for each once it may leave. */
  function giver(word: "approve" | "KeyRefused", agreements: number) {
    const source = `
      const { VerdictJournal } = await import(${MODULE});
      const journal = new VerdictJournal(${JSON.stringify(path)}, ${JSON.stringify(SCOPE)});
      for (let n = 1; n <= ${agreements}; n++) {
        const agreement = "0x" + n.toString(16).padStart(64, "0");
        const [{ verdict }] = journal.give([{ agreement, epoch: 1, verdict: ${JSON.stringify(word)}, signature: "0x" }]);
        process.stdout.write(agreement + " " + verdict + "\\n");
      }`;
    return spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", source], {
      stdio: ["ignore", "pipe", "inherit"],
    });
  }

  it("has every verdict that left a process that was killed in the middle", async () => {
    const told: string[] = [];
    for (const linesUntilKilled of [1, 40, 200]) {
      const child = giver("approve", 1_000_000);
      const closed = once(child, "close");
      let lines = 0;
      createInterface({ input: child.stdout }).on("line", (line) => {
        told.push(line);
        if (++lines === linesUntilKilled) child.kill("SIGKILL");
      });
      await closed;
    }
    const journal = opened();
    expect(told.length).to.be.greaterThan(240);
    for (const line of told) {
      const [agreement, verdict] = line.split(" ") as [string, string];
      expect(journal.given(agreement, 1)?.verdict).to.equal(verdict);
      expect(plain(journal.give([refusal(Number(agreement))]))[0]).to.include({ agreement, verdict });
    }
  });

  it("keeps two processes of one authority from contradicting each other", async () => {
    const agreements = 300;
    const said = await Promise.all(
      (["approve", "KeyRefused"] as const).map(async (word) => {
        const child = giver(word, agreements);
        const lines: string[] = [];
        createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
        expect((await once(child, "close"))[0]).to.equal(0);
        return lines;
      }),
    );
    expect(said[0]).to.have.length(agreements);
    expect(said[1]).to.deep.equal(said[0]);
  });
});
