import type { Task } from "hardhat/types/tasks";

import { UsageError } from "../../src/model/errors.js";
import { kebabCase } from "./check.js";
import { everyTask } from "./role-help.js";

/** What may follow the words of a command. */
interface Entry {
  /** The command's words, with spaces between. */
  readonly path: string;
  readonly description: string;
  /** Next words of longer commands. */
  readonly words: readonly string[];
  /** With their dashes. */
  readonly options: readonly string[];
}

const SHELLS: Readonly<Record<string, (entries: readonly Entry[]) => string>> = { bash, zsh, fish };

/**
 * A script that completes commands and options in a shell, for `hardhat` and `npx hardhat`. It holds the table of
 * commands itself, so that a key press need not start Hardhat.
 *
 * @param shell - bash, zsh or fish
 * @param global - names of Hardhat's global options, in camel case
 * @throws UsageError for another shell
 */
export function completionScript(shell: string, tasks: ReadonlyMap<string, Task>, global: readonly string[]): string {
  const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
  if (script === undefined) throw new UsageError(`the shell ${shell}: must be ${Object.keys(SHELLS).join(", ")}`);
  return script(entriesOf(tasks, global));
}

function entriesOf(tasks: ReadonlyMap<string, Task>, global: readonly string[]): Entry[] {
  const dashed = (names: Iterable<string>) => [...names].map((name) => `--${kebabCase(name)}`).sort();
  const entry = (path: string, task: Pick<Task, "description" | "subtasks" | "options">): Entry => ({
    path,
    description: task.description,
    words: [...task.subtasks.keys()].sort(),
    options: dashed([...task.options.keys(), ...global]),
  });
  const roots = [...tasks.values()];
  const all = [...roots, ...roots.flatMap(everyTask), ...roots.flatMap(emptyTasks)];
  const paths = new Map(all.map((task) => [task.id.join(" "), task]));
  const root = { description: "", subtasks: new Map(tasks), options: new Map() };
  return [entry("", root), ...[...paths].map(([path, task]) => entry(path, task)).sort(byPath)];
}

function emptyTasks(task: Task): Task[] {
  return [...task.subtasks.values()].flatMap((sub) => [...(sub.isEmpty ? [sub] : []), ...emptyTasks(sub)]);
}

function byPath(one: Entry, other: Entry): number {
  return one.path < other.path ? -1 : 1;
}

/** Cases of a shell's `case` by the words of a command. */
function cases(entries: readonly Entry[]): string {
  return entries
    .map(({ path, words, options }) => `    "${path}") words="${words.join(" ")}"; options="${options.join(" ")}" ;;\n`)
    .join("");
}

/** Finds the longest known command among the words before the cursor: `path`, with its `words` and `options`. */
function lookup(entries: readonly Entry[]): string {
  return `_wattlane_lookup() {
  case "$1" in
${cases(entries)}    *) return 1 ;;
  esac
}
`;
}

function bash(entries: readonly Entry[]): string {
  return `# Completion of Wattlane's commands for bash: hardhat completion bash > FILE, then source FILE
${lookup(entries)}
_wattlane() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path="" word words options
  _wattlane_lookup ""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [ "$word" = hardhat ] && [ -z "$path" ]; then continue; fi
    if _wattlane_lookup "\${path:+$path }$word"; then path="\${path:+$path }$word"; else _wattlane_lookup "$path"; fi
  done
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
  esac
}
_wattlane_npx() {
  if [ "\${COMP_WORDS[1]}" = hardhat ] && [ "$COMP_CWORD" -gt 1 ]; then _wattlane; fi
}
complete -o default -F _wattlane hardhat
complete -o default -F _wattlane_npx npx
`;
}

function zsh(entries: readonly Entry[]): string {
  return `# Completion of Wattlane's commands for zsh: hardhat completion zsh > FILE, then source FILE
${lookup(entries)}
_wattlane() {
  local current="\${words[CURRENT]}" path_="" word
  local -a before=("\${(@)words[2,CURRENT-1]}")
  local words options
  _wattlane_lookup ""
  for word in "\${before[@]}"; do
    if [[ "$word" = hardhat && -z "$path_" ]]; then continue; fi
    if _wattlane_lookup "\${path_:+$path_ }$word"; then path_="\${path_:+$path_ }$word"; else _wattlane_lookup "$path_"; fi
  done
  if [[ "$current" = -* ]]; then compadd -- \${=options}; elif [[ -n "$words" ]]; then compadd -- \${=words}; else _files; fi
}
_wattlane_npx() {
  if [[ "\${words[2]}" = hardhat && $CURRENT -gt 2 ]]; then _wattlane; else _files; fi
}
compdef _wattlane hardhat
compdef _wattlane_npx npx
`;
}

function fish(entries: readonly Entry[]): string {
  const lines = entries.flatMap(({ path, words, options }) => {
    const condition = `-n '__wattlane_at "${path}"'`;
    const described = (word: string) =>
      entries.find((entry) => entry.path === `${path} ${word}`.trim())?.description ?? "";
    return [
      ...words.map(
        (word) => `complete -c hardhat -f ${condition} -a ${word} -d '${described(word).replaceAll("'", "")}'`,
      ),
      ...options.map((option) => `complete -c hardhat ${condition} -l ${option.slice(2)}`),
    ];
  });
  return `# Completion of Wattlane's commands for fish: hardhat completion fish > ~/.config/fish/completions/hardhat.fish
function __wattlane_at
  set -l words (commandline -opc)
  set -e words[1]
  set -l path (string match -v -- '-*' $words)
  test (string join ' ' -- $path) = "$argv[1]"
end
${lines.join("\n")}
complete -c npx -n '__fish_seen_subcommand_from hardhat' -f -a '(complete -C (string replace -r "^.*?hardhat" hardhat -- (commandline -cp)))'
`;
}
