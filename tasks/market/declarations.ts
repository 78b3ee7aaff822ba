import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NewTaskDefinition, NewTaskDefinitionBuilder } from "hardhat/types/tasks";

import { LOUDNESS_FLAGS } from "../loudness.js";
import { built, text, textOr } from "../declaration.js";

/** What a command takes besides what every command takes. */
interface CommandInput {
  /** The first argument, without a dash. */
  readonly argument?: { readonly name: string; readonly description: string };
  readonly options?: readonly ReturnType<typeof text | typeof textOr>[];
  readonly flags?: readonly { readonly name: string; readonly description: string }[];
}

/** Loads a command's action when the command runs. */
type Load = () => Promise<(args: never, hre: HardhatRuntimeEnvironment) => Promise<unknown>>;

/** How a person or a meter is named. */
export const ACCOUNT = "an address, or the number of one of the network's accounts";

export const JSON_FLAG = { name: "json", description: "Print one JSON document" } as const;
export const DRY_RUN = {
  name: "dryRun",
  description: "Show what would happen and what it costs; send nothing",
} as const;

export const YES = { name: "yes", description: "Do it without a question, also what is unusual" } as const;
const AGAIN = { name: "again", description: "Do it again, although the account has just done the same" } as const;

/** Declares a command that only reads. */
export function query(
  name: string,
  description: string,
  load: Load,
  { argument, options = [], flags = [] }: CommandInput = {},
): NewTaskDefinition {
  let builder: NewTaskDefinitionBuilder = task(["market", ...name.split(" ")], description);
  if (argument !== undefined) {
    const optional = { type: ArgumentType.STRING_WITHOUT_DEFAULT, defaultValue: undefined } as const;
    builder = builder.addPositionalArgument({ ...argument, ...optional });
  }
  for (const option of options) builder = builder.addOption(option);
  for (const flag of flags) builder = builder.addFlag(flag);
  type Action = (args: unknown, hre: HardhatRuntimeEnvironment) => Promise<unknown>;
  return builder
    .addOption(textOr("account", "0", "The account to use: one of the network's, by number or address"))
    .addOption(text("kind", "improved or traditional, if both are deployed; improved by default"))
    .addOption(text("record", "The market's deployment record, a JSON file; this chain's own by default"))
    .addFlag(JSON_FLAG)
    .addFlag(LOUDNESS_FLAGS[0])
    .addFlag(LOUDNESS_FLAGS[1])
    .setAction(built(async () => ({ default: (await load()) as Action })))
    .build();
}

/** Declares a command that sends a transaction, unless run with `--dry-run`. */
export function act(name: string, description: string, load: Load, input: CommandInput = {}): NewTaskDefinition {
  return query(name, description, load, { ...input, flags: [...(input.flags ?? []), DRY_RUN, AGAIN] });
}
