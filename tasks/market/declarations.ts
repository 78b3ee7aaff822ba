import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NewTaskDefinition, NewTaskDefinitionBuilder } from "hardhat/types/tasks";

import { built, text, textOr } from "../declaration.js";

/** What a command takes besides what all take. */
export interface Taken {
  /** What its first argument is. */
  readonly argument?: { readonly name: string; readonly description: string };
  readonly options?: readonly ReturnType<typeof text | typeof textOr>[];
  readonly flags?: readonly { readonly name: string; readonly description: string }[];
}

type Load = () => Promise<{ default: (args: never, hre: HardhatRuntimeEnvironment) => Promise<unknown> }>;

/** What an account of the network is named by. */
export const SOMEBODY = "an address, or the number of one of the network's accounts";

export const JSON_FLAG = { name: "json", description: "Print one JSON document" } as const;
const DRY_RUN = { name: "dryRun", description: "Say what would happen and what it costs, and send nothing" } as const;

/** A command that only asks. */
export function ask(name: string, description: string, load: Load, taken: Taken = {}): NewTaskDefinition {
  const { argument, options = [], flags = [] } = taken;
  let builder: NewTaskDefinitionBuilder = task(["market", ...name.split(" ")], description);
  if (argument !== undefined) {
    const optional = { type: ArgumentType.STRING_WITHOUT_DEFAULT, defaultValue: undefined } as const;
    builder = builder.addPositionalArgument({ ...argument, ...optional });
  }
  for (const option of options) builder = builder.addOption(option);
  for (const flag of flags) builder = builder.addFlag(flag);
  return builder
    .addOption(textOr("account", "0", `Who it is: ${SOMEBODY}`))
    .addOption(text("kind", "improved or traditional, where both are; improved without it"))
    .addOption(text("record", "File of the market's record, for those who did not deploy it"))
    .addFlag(JSON_FLAG)
    .setAction(
      built(load as () => Promise<{ default: (args: unknown, hre: HardhatRuntimeEnvironment) => Promise<unknown> }>),
    )
    .build();
}

/** A command that acts, by a transaction or a signature, unless told to run dry. */
export function act(name: string, description: string, load: Load, taken: Taken = {}): NewTaskDefinition {
  return ask(name, description, load, { ...taken, flags: [...(taken.flags ?? []), DRY_RUN] });
}
