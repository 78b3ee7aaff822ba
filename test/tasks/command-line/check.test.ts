import { expect } from "chai";
import hre from "hardhat";

import { checkCommandLine } from "../../../tasks/command-line/check.js";
import { closest } from "../../../tasks/command-line/closest.js";
import { everyTask } from "../../../tasks/command-line/role-help.js";
import { commandTable } from "../../../tasks/command-line/plugin.js";
import { MARKET_ROLES } from "../../../tasks/market/index.js";
import { mulberry32 } from "../../../src/model/random.js";

describe("a command line", () => {
  const problemOf = (line: string) => checkCommandLine(line.split(" "), commandTable(hre)).problem;

  for (const [line, problem] of [
    ["markt", "there is no command markt; did you mean market?"],
    ["qwertz", "there is no command qwertz"],
    ["market staus", "there is no command market staus; did you mean status?"],
    ["market accpet 0x12", "there is no command market accpet; did you mean accept?"],
    ["market deposit --amuont 3", "there is no option --amuont; did you mean --amount?"],
    ["market deposit --ammount=3", "there is no option --ammount; did you mean --amount?"],
    ["market deposit --netwrok live", "there is no option --netwrok; did you mean --network?"],
    ["market deposit --zzz", "there is no option --zzz"],
    ["market deposit --amount", "--amount is missing its value"],
    ["market deposit --amount 3 --amount 4", "--amount is given twice"],
    ["market deposit 3", "hardhat market deposit takes no argument besides its options"],
    ["market accept 0x123456 0x654321", "hardhat market accept takes 1 argument besides its options"],
    ["observer rum --network live", "there is no command observer rum; did you mean run?"],
  ] as const) {
    it(`${line}: ${problem}`, () => {
      expect(problemOf(line)).to.equal(problem);
    });
  }

  for (const line of [
    "market accept 0x123456 --energy 3 --network localhost --dry-run",
    "--network localhost market --help",
    "market deposit --amount=-3 --json",
    "market authorities add 0x12",
    "test mocha one.test.ts two.test.ts --grep a",
    "run scripts/x.ts",
    "evaluate --only fig6 -- --what-ever",
    "build --quiet --force",
    "-vv build",
    "keystore set WATTLANE_RPC_URL",
    "ignition deploy ignition/modules/ImprovedMarket.ts --parameters p.json",
    "--help",
  ]) {
    it(`${line}: right`, () => {
      expect(problemOf(line)).to.equal(undefined);
    });
  }

  it("with any words at all is right or wrong in one line", () => {
    const random = mulberry32(10);
    const words = [
      "market",
      "accept",
      "--energy",
      "--",
      "-",
      "--=",
      "=",
      "--a=b",
      "",
      "0x12",
      "--network",
      "-h",
      "é\n",
    ];
    for (let i = 0; i < 2_000; i++) {
      const line = Array.from(
        { length: Math.floor(random() * 6) },
        () => words[Math.floor(random() * words.length)] ?? "",
      );
      expect(checkCommandLine(line, commandTable(hre)).problem ?? "right").to.match(/^[^]+$/);
    }
  });

  it("names the nearest command by letters that are missing, too many, wrong or swapped", () => {
    const commands = everyTask(hre.tasks.rootTasks.get("market")!).map(({ id }) => id.slice(1).join(" "));
    for (const command of commands.filter((name) => name.length > 5)) {
      const [head, tail] = [command.slice(0, 3), command.slice(3)];
      const swapped = `${head}${tail[1] ?? ""}${tail[0] ?? ""}${tail.slice(2)}`;
      for (const typo of [`${head}${tail.slice(1)}`, `${head}x${tail}`, swapped])
        expect(closest(typo, commands), typo).to.equal(command);
    }
  });

  it("for help lists every command of the market once", () => {
    const listed = MARKET_ROLES.flatMap(({ commands }) => commands);
    const known = everyTask(hre.tasks.rootTasks.get("market")!).map(({ id }) => id.slice(1).join(" "));
    expect(listed.toSorted()).to.deep.equal(known.toSorted());
  });
});
