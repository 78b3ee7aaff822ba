import { UserError } from "../src/model/errors.js";
import { nextLine } from "./next-line.js";

/** What a command does only when its user means it. */
interface Doubt {
  /** What is unusual: a sentence without its full stop. */
  readonly text: string;
  /** The flag that says so beforehand, such as `--yes`. */
  readonly option: string;
}

/**
 * Asks on standard error whether to go on. With `--json`, or where nobody sits at a terminal, nobody is asked: the flag
 * must say so.
 *
 * @throws UserError unless the answer is yes
 */
export async function requireYes({ text, option }: Doubt, { json }: { readonly json: boolean }): Promise<void> {
  const { stdin, stderr } = process;
  if (json || !stdin.isTTY || !stderr.isTTY) throw new UserError(`${text}: give ${option} if you mean it`);
  stderr.write(`${text}. Go on? [y/N] `);
  const answer = await nextLine(stdin);
  stdin.pause();
  if (answer === undefined) stderr.write("\n");
  if (!/^y(es)?$/i.test(answer?.trim() ?? "")) throw new UserError("not confirmed; nothing was done");
}
