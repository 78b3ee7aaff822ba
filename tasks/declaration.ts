import { ArgumentType } from "hardhat/types/arguments";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { errorResult } from "hardhat/utils/result";

import { buildOnce } from "./build-once.js";

/** An option that may be left out. It comes as text, so that the task's own error names what is wrong with it. */
export function text<Name extends string>(name: Name, description: string) {
  return { name, description, type: ArgumentType.STRING_WITHOUT_DEFAULT, defaultValue: undefined } as const;
}

/** An option that has a text by default. */
export function textOr<Name extends string>(name: Name, defaultValue: string, description: string) {
  return { name, description, type: ArgumentType.STRING, defaultValue } as const;
}

type Action<Arguments> = (args: Arguments, hre: HardhatRuntimeEnvironment) => Promise<unknown>;

/**
 * Builds the contracts before it loads an action: its module needs the types that the build generates. When nothing
 * changed, that takes no time; of processes that start together, one builds.
 *
 * @param noTests - false where the action needs the contracts of the tests, too
 */
export function built<Arguments>(load: () => Promise<{ default: Action<Arguments> }>, { noTests = true } = {}) {
  const action: Action<Arguments> = async (args, hre) => {
    if (!(await buildOnce(hre, noTests))) return errorResult();
    const loaded = await load();
    return loaded.default(args, hre);
  };
  return () => Promise.resolve({ default: action });
}
