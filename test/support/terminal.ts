import { PassThrough } from "node:stream";

/**
 * Runs an action as if a person sat at a terminal and typed these lines. What the terminal can do besides is not
 * missed.
 */
export async function atTerminal<T>(lines: readonly string[], action: () => Promise<T>): Promise<T> {
  const typed = Object.assign(new PassThrough(), { isTTY: true });
  typed.end(lines.map((line) => `${line}\n`).join(""));
  const { stderr } = process;
  const before = {
    stdin: Object.getOwnPropertyDescriptor(process, "stdin")!,
    stderr: ["isTTY", "clearLine", "cursorTo"].map((name) => [name, Reflect.get(stderr, name)] as const),
  };
  Object.defineProperty(process, "stdin", { value: typed, configurable: true });
  Object.assign(stderr, { isTTY: true, clearLine: () => true, cursorTo: () => true });
  try {
    return await action();
  } finally {
    Object.defineProperty(process, "stdin", before.stdin);
    Object.assign(stderr, Object.fromEntries(before.stderr));
  }
}
