import { styleText } from "node:util";

import type { Task } from "hardhat/types/tasks";

import { greatestOf } from "../../src/model/statistics.js";

/** Commands of one role. */
interface Role {
  readonly title: string;
  /** Ids without the group's name, such as "authorities add". */
  readonly commands: readonly string[];
}

/** The commands of a group, by who uses them. */
export function roleHelp(group: Task, roles: readonly Role[]): string {
  const tasks = new Map(everyTask(group).map((task) => [task.id.slice(1).join(" "), task]));
  const width = greatestOf([...tasks.keys()].map((name) => name.length)) + 2;
  const bold = (text: string) => styleText("bold", text, { stream: process.stdout });
  const sections = roles.map(({ title, commands }) => {
    const lines = commands.map((name) => `  ${name.padEnd(width)}${tasks.get(name)?.description ?? ""}\n`);
    return `\n${bold(title)}\n\n${lines.join("")}`;
  });
  const name = group.id.join(" ");
  return `${bold(group.description)}\n${sections.join("")}\nOptions of a command: npx hardhat ${name} COMMAND --help\n`;
}

/** The commands below a task, and below those. */
export function everyTask(group: Task): Task[] {
  return [...group.subtasks.values()].flatMap((task) => [...(task.isEmpty ? [] : [task]), ...everyTask(task)]);
}
