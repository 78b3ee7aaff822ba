import type { Wallet } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { parseDay } from "../../src/data/timestamp.js";
import { readMeterKeys, type MeterKeys } from "../../src/meter/meter-keys.js";
import { UserError } from "../../src/model/errors.js";
import type { DaemonPlan } from "../daemon/daemon.js";
import { daemonNetwork, keyAtHand } from "../daemon/network.js";
import type { DaemonArguments } from "../daemon/options.js";
import { wholeOption } from "../options.js";
import { FollowedFiles } from "../../src/meter/followed-files.js";

export interface MeterArguments extends DaemonArguments {
  readonly file: string | undefined;
  readonly interval: string;
  readonly day: string | undefined;
  readonly confirmations: string;
}

/** What a meter must know before it starts. */
export interface MeterPlan extends DaemonPlan {
  readonly wallet: Wallet;
  readonly keys: MeterKeys;
  /** The files to follow; standard input is read when there are none. */
  readonly files: FollowedFiles | undefined;
  readonly intervalSeconds: number;
  readonly midnight: number | undefined;
  readonly confirmations: number;
}

/** @throws UserError naming what is wrong or missing */
export async function planMeter(args: MeterArguments, hre: HardhatRuntimeEnvironment): Promise<MeterPlan> {
  const intervalSeconds = wholeOption("--interval", args.interval, { min: 1, max: 86_400 });
  const confirmations = wholeOption("--confirmations", args.confirmations, { min: 1, max: 1000 });
  const midnight = args.day === undefined ? undefined : dayOption(args.day);
  const files = args.file === undefined ? undefined : new FollowedFiles(args.file, midnight);
  files?.check();
  const network = await daemonNetwork(hre);
  const keys = await meterKeys(hre);
  const wallet = await keyAtHand(network);
  return { network, wallet, keys, files, intervalSeconds, midnight, confirmations };
}

function dayOption(text: string): number {
  try {
    return parseDay(text);
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`--day ${error.message}`, { cause: error });
    throw error;
  }
}

async function meterKeys({ config }: HardhatRuntimeEnvironment): Promise<MeterKeys> {
  const variable = config.meterKeys;
  if (variable === undefined) {
    throw new UserError(`meterKeys is missing in hardhat.config.ts: let it be configVariable("WATTLANE_METER_KEYS")`);
  }
  return readMeterKeys(await variable.get(), "WATTLANE_METER_KEYS");
}
