import { createInterface } from "node:readline";
import { Writable } from "node:stream";

import { definePlugin } from "hardhat/plugins";

import { UserError } from "../src/model/errors.js";
import { nextLine } from "./next-line.js";

/**
 * Asks for secrets, such as the keystore's password, on standard error and not on standard output, which is for answers:
 * JSON, or a daemon's log. Where standard input is not a terminal, a secret is its next line, and what follows is
 * left for whoever reads on.
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
  if (secret === undefined) throw new UserError(`${question}nothing was told: standard input has ended`);
  return secret;
}

/** What is typed up to Enter, without an echo; undefined when it is broken off. */
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
