import { ArgumentType } from "hardhat/types/arguments";
import type { Task } from "hardhat/types/tasks";

import { didYouMean } from "./closest.js";

/** What was typed after `hardhat`. */
interface CommandLine {
  /** The command, as far as its words are known. */
  readonly task: Task | undefined;
  /** What is wrong, in one line; Hardhat itself says the rest. */
  readonly problem: string | undefined;
}

/** Hardhat's commands and the names of its global options, in camel case. */
export interface CommandTable {
  readonly tasks: ReadonlyMap<string, Task>;
  /** Global options that take a value. */
  readonly valued: ReadonlySet<string>;
  /** Global options without a value. */
  readonly flags: ReadonlySet<string>;
}

/**
 * Reads a command line as Hardhat does, up to its first mistake, and says what was probably meant.
 *
 * @param args - as typed after `hardhat`
 */
export function checkCommandLine(args: readonly string[], { tasks, valued, flags }: CommandTable): CommandLine {
  const words = args.flatMap(splitAtEquals);
  let task: Task | undefined;
  let positionals = 0;
  let problem: string | undefined;
  const given = new Set<string>();
  const told = (line: string) => (problem ??= line);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (word === "--") break;
    if (!word.startsWith("-")) {
      const known: ReadonlyMap<string, Task> = positionals > 0 ? new Map() : (task?.subtasks ?? tasks);
      const next = known.get(word);
      if (next !== undefined) task = next;
      else if (task === undefined || task.isEmpty) {
        const path = [...(task?.id ?? []), word].join(" ");
        return { task, problem: told(`there is no command ${path}${didYouMean(word, [...known.keys()])}`) };
      } else positionals += 1;
      continue;
    }
    if (!word.startsWith("--")) continue;
    const name = camelCase(word.slice(2));
    const own = task?.options.get(name);
    const takesValue = own === undefined ? valued.has(name) : own.type !== ArgumentType.FLAG;
    if (own === undefined && !takesValue && !flags.has(name) && task !== undefined) {
      const options = [...task.options.keys(), ...valued, ...flags].map(kebabCase);
      told(`there is no option ${word}${didYouMean(word.slice(2), options, { before: "--" })}`);
    }
    if (given.has(name)) told(`${word} is given twice`);
    given.add(name);
    if (!takesValue) continue;
    i += 1;
    if (words[i] === undefined) told(`${word} is missing its value`);
  }
  const most = task?.positionalArguments.length ?? 0;
  const isVariadic = task?.positionalArguments.some((argument) => argument.isVariadic) ?? false;
  if (task !== undefined && !task.isEmpty && positionals > most && !isVariadic) {
    told(`hardhat ${task.id.join(" ")} takes ${most === 0 ? "no argument" : `${most} argument`} besides its options`);
  }
  return { task, problem };
}

function splitAtEquals(arg: string): string[] {
  const [, option, value] = /^(--[^=]+)=(.*)$/s.exec(arg) ?? [];
  return option === undefined || value === undefined ? [arg] : [option, value];
}

/** @example camelCase("dry-run") // "dryRun" */
function camelCase(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** @example kebabCase("dryRun") // "dry-run" */
export function kebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
