import { availableParallelism } from "node:os";

import { definePlugin } from "hardhat/plugins";
import type { CompilerOutputError } from "hardhat/types/solidity";

/**
 * How the contracts are built: as many compilers at once as there are cores, and without the compiler's advice on
 * transient storage, which OpenZeppelin's guard follows and which no line of this project can answer.
 */
export const buildPlugin = definePlugin({
  id: "wattlane-build",
  hookHandlers: {
    solidity: () =>
      Promise.resolve({
        default: () =>
          Promise.resolve({
            build: (context, files, options, next) =>
              next(context, files, { ...options, concurrency: availableParallelism() }),
            getCompilationJobErrors: async (context, job, output, next) =>
              (await next(context, job, output)).filter((error) => !isGuardAdvice(error)),
          }),
      }),
  },
});

/** Code of "Transient storage ... can break the composability of smart contracts". */
const TRANSIENT_STORAGE = "2394";

function isGuardAdvice({ errorCode, formattedMessage }: CompilerOutputError): boolean {
  return (
    errorCode === TRANSIENT_STORAGE &&
    /--> \S*\/@openzeppelin\/contracts\/utils\/TransientSlot\.sol:/.test(formattedMessage ?? "")
  );
}
