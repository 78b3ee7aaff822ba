import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";
import type { HardhatUserConfig } from "hardhat/types/config";

import { SHIPPED_SAMPLE } from "../data/sample/sample.js";

/** Every task of the product: declared here, its action loaded only when it runs. */
export const tasks: NonNullable<HardhatUserConfig["tasks"]> = [
  task("sample", "Writes a generated sample of meter and price files")
    .addOption({ name: "days", description: "Days", type: ArgumentType.INT, defaultValue: SHIPPED_SAMPLE.days })
    .addOption({
      name: "households",
      description: "Households",
      type: ArgumentType.INT,
      defaultValue: SHIPPED_SAMPLE.households,
    })
    .addOption({
      name: "roofs",
      description: "Solar roofs",
      type: ArgumentType.INT,
      defaultValue: SHIPPED_SAMPLE.roofs,
    })
    .addOption({ name: "seed", description: "Seed", type: ArgumentType.INT, defaultValue: SHIPPED_SAMPLE.seed })
    .addOption({
      name: "out",
      description: "Folder to write to; without it, the shipped sample is written in its place",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addFlag({ name: "check", description: "Write nothing, check that the files are what the seed gives" })
    .setAction(() => import("./sample.js"))
    .build(),
];
