import { definePlugin } from "hardhat/plugins";
import type {} from "hardhat/types/config";

declare module "hardhat/types/config" {
  interface HardhatUserConfig {
    /** What a metering operator signs with: the meters' keys, `name=0xkey` with commas between. */
    meterKeys?: SensitiveString;
  }

  interface HardhatConfig {
    readonly meterKeys?: ResolvedConfigurationVariable;
  }
}

/**
 * Lets the configuration name the meters' keys as it names accounts' keys: by a variable, read only when it is needed.
 */
export const meterKeysPlugin = definePlugin({
  id: "wattlane-meter-keys",
  hookHandlers: {
    config: () =>
      Promise.resolve({
        default: () =>
          Promise.resolve({
            async resolveUserConfig(userConfig, resolve, next) {
              const config = await next(userConfig, resolve);
              const { meterKeys } = userConfig;
              return meterKeys === undefined ? config : { ...config, meterKeys: resolve(meterKeys) };
            },
          }),
      }),
  },
});
