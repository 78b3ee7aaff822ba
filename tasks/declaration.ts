import { ArgumentType } from "hardhat/types/arguments";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { errorResult } from "hardhat/utils/result";

import { buildOnce } from "../scripts/build-once.js";
import { during } from "./progress.js";

/** An option that may be left out. Its value is text, which the task reads itself for errors that name the option. */
export function text<T extends string>(name: T, description: string) {
  return { name, description, type: ArgumentType.STRING_WITHOUT_DEFAULT, defaultValue: undefined } as const;
}

/** An option with a default text. */
export function textOr<T extends string>(name: T, defaultValue: string, description: string) {
  return { name, description, type: ArgumentType.STRING, defaultValue } as const;
}

type Action<T> = (args: T, hre: HardhatRuntimeEnvironment) => Promise<unknown>;

/**
 * Builds the contracts before it loads an action, whose module needs the types that the build generates. An unchanged
 * build takes no time; of several processes that start together, one builds.
 *
 * @param noTests - false if the action also needs the tests' contracts
 */
export function built<T>(load: () => Promise<{ default: Action<T> }>, { noTests = true } = {}) {
  const action: Action<T> = async (args, hre) => {
    if (!(await buildContracts(hre, noTests))) return errorResult();
    const loaded = await load();
    return loaded.default(args, hre);
  };
  return () => Promise.resolve({ default: action });
}

/** Builds the contracts unless they are built. @returns whether they are; if not, standard error says what is wrong */
export function buildContracts(
  { config, globalOptions }: HardhatRuntimeEnvironment,
  noTests: boolean,
): Promise<boolean> {
  const { root, cache } = config.paths;
  // Hardhat's type omits that this is missing where the option is.
  const project = { root, cache, config: globalOptions.config as string | undefined };
  return during("compiling the contracts", () => buildOnce(project, noTests));
}
