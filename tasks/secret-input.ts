import { createInterface } from "node:readline";
import { Writable } from "node:stream";

import { definePlugin } from "hardhat/plugins";

import { UserError } from "../src/model/errors.js";
import { nextLine } from "./next-line.js";

/**
 * Asks for secrets, such as the keystore's password, on standard error; standard output is for results: JSON, or a
 * daemon's log. Where standard input is not a terminal, a secret is its next line; the rest stays to be read.
 */
export const secretInputPlugin = definePlugin({
  id: "wattlane-secret-input",
  hookHandlers: {
    userInterruptions: () =>
      Promise.resolve({
        default: () =>
          Promise.resolve({
            requestSecretInput: (_context, interruptor, description) => ask(`[${interruptor}] ${description}: `),
          }),
      }),
  },
});

async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  const secret = await (process.stdin.isTTY ? typed() : nextLine(process.stdin));
  process.stderr.write("\n");
  if (secret === undefined) throw new UserError(`${question}standard input ended before the secret`);
  return secret;
}

/** What is typed up to Enter, without an echo; undefined when it is cancelled. */
async function typed(): Promise<string | undefined> {
  const unseen = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true });
  try {
    return await new Promise((resolve) => {
      lines.once("line", resolve);
      lines.once("SIGINT", () => {
        lines.close();
      });
      lines.once("close", () => {
        resolve(undefined);
      });
    });
  } finally {
    lines.close();
  }
}
