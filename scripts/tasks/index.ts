import type { HardhatUserConfig } from "hardhat/types/config";

/** Every task of the product: declared here, its action loaded only when it runs. */
export const tasks: NonNullable<HardhatUserConfig["tasks"]> = [];
