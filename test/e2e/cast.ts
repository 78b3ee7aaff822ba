import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** How a process is started, each time anew. */
export interface Role {
  readonly name: string;
  /** Arguments of Node itself. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The line by which it says that it is at work. */
  readonly ready: RegExp;
}

/** A process that is started, ended and started again; what it prints is kept in one file. */
export class Actor {
  readonly name: string;
  readonly logFile: string;
  /** How often it was started. */
  starts = 0;
  /** What the groups of the last ready line caught. */
  readyLine: RegExpExecArray | undefined;
  readonly #role: Role;
  #child: ChildProcess | undefined;
  #exited: Promise<unknown> = Promise.resolve();

  constructor(role: Role, folder: string) {
    mkdirSync(folder, { recursive: true });
    this.name = role.name;
    this.#role = role;
    this.logFile = join(folder, `${role.name.replaceAll(" ", "-")}.log`);
    appendFileSync(this.logFile, "");
  }

  get running(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it and waits for its ready line. @throws Error with the end of its log when it ends before */
  async start(): Promise<void> {
    if (this.running) return;
    const { args, env, ready } = this.#role;
    this.starts += 1;
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child = child;
    this.#exited = once(child, "close");
    child.stderr.on("data", (chunk: Buffer) => {
      appendFileSync(this.logFile, chunk);
    });
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        appendFileSync(this.logFile, `${line}\n`);
        const found = ready.exec(line);
        if (found === null) return;
        this.readyLine = found;
        resolve();
      });
      void this.#exited.then(() => {
        // When somebody ended it on purpose in the middle of its start, that is what was wanted.
        if (child.signalCode !== null) resolve();
        else reject(new Error(`${this.name} ended by itself: ${this.text().slice(-2000)}`));
      });
    });
  }

  /** Writes a line to its standard input. */
  tell(line: string): void {
    this.#child?.stdin?.write(`${line}\n`);
  }

  /** Ends exactly this process, and waits until it is gone. @returns its exit code, null when a signal ended it */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (child === undefined) return null;
    if (this.running) child.kill(signal);
    await this.#exited;
    return child.exitCode;
  }

  /** All that it printed in all its lives. */
  text(): string {
    return readFileSync(this.logFile, "utf8");
  }
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const HARDHAT = fileURLToPath(new URL("../../node_modules/hardhat/dist/src/cli.js", import.meta.url));

/** A task of Hardhat that goes on until it is ended. */
export function hardhatRole(role: Omit<Role, "args"> & { readonly command: readonly string[] }): Role {
  const { command, ...rest } = role;
  return { ...rest, args: [HARDHAT, ...command] };
}
