import type { Wallet } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import type { ReadOptions } from "../../src/data/formats/read-options.js";
import { readOptions } from "../../src/data/formats/said.js";
import { parseDay } from "../../src/data/timestamp.js";
import type { Limits } from "../../src/meter/limits.js";
import { readMeterKeys, type MeterKeys } from "../../src/meter/meter-keys.js";
import { UsageError, UserError } from "../../src/model/errors.js";
import type { DaemonPlan } from "../daemon/daemon.js";
import { daemonNetwork, keyAtHand } from "../daemon/network.js";
import type { DaemonArguments } from "../daemon/options.js";
import { type DataArguments, dataArguments } from "../data-options.js";
import { numberOption, wholeOption } from "../options.js";
import { FollowedFiles } from "../../src/meter/followed-files.js";

export interface MeterArguments extends DaemonArguments, DataArguments {
  readonly file: string | undefined;
  readonly interval: string;
  readonly day: string | undefined;
  readonly confirmations: string;
  readonly register: boolean;
  readonly maxMultiple: string;
  readonly maxPower: string | undefined;
}

/** What a meter must know before it starts. */
export interface MeterPlan extends DaemonPlan {
  readonly wallet: Wallet;
  readonly keys: MeterKeys;
  /** The files to follow; standard input is read when there are none. */
  readonly files: FollowedFiles | undefined;
  readonly intervalSeconds: number;
  /** What was said about files or the stream. */
  readonly said: ReadOptions;
  readonly confirmations: number;
  /** Whether rows are what registers show, not the energy of intervals. */
  readonly register: boolean;
  readonly limits: Limits;
}

/** @throws UserError naming what is wrong or missing */
export async function planMeter(args: MeterArguments, hre: HardhatRuntimeEnvironment): Promise<MeterPlan> {
  const intervalSeconds = wholeOption("--interval", args.interval, { min: 1, max: 86_400 });
  const multiple = numberOption("--max-multiple", args.maxMultiple, { min: 1, max: 1e6 });
  const multipleHundredths = BigInt(Math.round(multiple * 100));
  const confirmations = wholeOption("--confirmations", args.confirmations, { min: 1, max: 1000 });
  const midnight = args.day === undefined ? undefined : dayOption(args.day);
  const { register } = args;
  const said = { ...readOptions(dataArguments(args)), midnight, intervalSeconds, rawRegister: register };
  const files = args.file === undefined ? undefined : new FollowedFiles(args.file, said);
  files?.check();
  const network = await daemonNetwork(hre);
  const keys = await meterKeys(hre);
  const limits = { multipleHundredths, maxPowerW: maxPowerOption(args.maxPower, keys) };
  const wallet = await keyAtHand(network);
  return { network, wallet, keys, files, intervalSeconds, said, confirmations, register, limits };
}

const MOST_KW = 1e6;
const WATTS_PER_KW = 1000;

/**
 * The power of each meter's connection, W, from `17.25,house-2=43`: kW of all meters that are not named, and of one.
 */
function maxPowerOption(text: string | undefined, { meters }: MeterKeys): Limits["maxPowerW"] {
  const byName = new Map<string | undefined, bigint>();
  for (const entry of text === undefined ? [] : text.split(",")) {
    const [, name, kilowatts = ""] = /^(?:(.*)=)?([^=]*)$/.exec(entry.trim()) ?? [];
    if (name !== undefined && !meters.some((meter) => meter.name === name)) {
      throw new UserError(`--max-power ${entry}: there is no key of a meter ${name}`);
    }
    if (byName.has(name)) throw new UserError(`--max-power ${text ?? ""}: says ${entry} beside another for the same`);
    const watts = numberOption(`--max-power ${name === undefined ? "" : `${name}=`}`, kilowatts, {
      min: 0.001,
      max: MOST_KW,
    });
    byName.set(name, BigInt(Math.round(watts * WATTS_PER_KW)));
  }
  return (meter) => byName.get(meter) ?? byName.get(undefined);
}

function dayOption(text: string): number {
  try {
    return parseDay(text);
  } catch (error) {
    if (error instanceof UserError) throw new UsageError(`--day ${error.message}`, { cause: error });
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
