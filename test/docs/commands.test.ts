import { readFileSync } from "node:fs";

import { expect } from "chai";
import hre from "hardhat";

/** Pages that newcomers follow word by word. */
const PAGES = ["docs/operate.md", "docs/besu.md"];

/** The commands of a page, continued lines joined: `hardhat TASK [SUBTASK] ... --option ...`. */
function commandsIn(page: string): string[] {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), "utf8").replaceAll("\\\n", " ");
  return [...text.matchAll(/\bhardhat ((?:market|authority|meter|observer)\b[^\n`&>|;]*)/g)].map(([, command]) =>
    command!.trim(),
  );
}

const camelCase = (option: string) => option.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const GLOBAL = new Set(["network"]);

describe("The pages for operators", () => {
  for (const page of PAGES) {
    it(`name tasks and options that exist: ${page}`, () => {
      const commands = commandsIn(page);
      expect(commands.length).to.be.above(1);
      for (const command of commands) {
        const words = command.split(/\s+/);
        let task = hre.tasks.rootTasks.get(words[0]!);
        for (const word of words.slice(1)) task = task?.subtasks.get(word) ?? task;
        expect(task, command).to.not.equal(undefined);
        const options = [...command.matchAll(/ --([a-z][a-z-]*)/g)].map(([, option]) => camelCase(option!));
        for (const option of options.filter((name) => !GLOBAL.has(name)))
          expect([...task!.options.keys()], command).to.include(option);
      }
    });
  }
});
