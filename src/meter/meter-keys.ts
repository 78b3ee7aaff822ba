import { KeySigner } from "../chain/signing/key-signer.js";
import { UserError } from "../model/errors.js";

/** A meter: its name in files and streams, and the key that it signs with. */
export interface MeterKey {
  readonly name: string;
  readonly address: string;
  readonly signer: KeySigner;
}

/** The meters whose keys are at hand. */
export interface MeterKeys {
  readonly meters: readonly MeterKey[];
  /** Texts that must never be printed. */
  readonly secrets: readonly string[];
}

/**
 * Reads meters' keys, `name=0xkey` with commas or line ends between. A meter may have several: the agreement says which
 * one signs for it.
 *
 * @param what - where the text is from, for messages, which never tell a key
 * @throws UserError naming the entry at fault by its place, and by its name where it has one
 * @example readMeterKeys("house-1=0x...,house-2=0x...", "WATTLANE_METER_KEYS").meters.length // 2
 */
export function readMeterKeys(text: string, what: string): MeterKeys {
  const entries = text
    .split(/[,\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  if (entries.length === 0) throw new UserError(`${what}: is empty; it should be name=0xkey, with commas between`);
  const read = entries.map((entry, index) => readEntry(entry, `${what}: entry ${index + 1}`));
  const meters = read.map(({ meter }) => meter);
  requireDistinct(meters, what);
  return { meters, secrets: read.map(({ secret }) => secret) };
}

function readEntry(entry: string, where: string): { meter: MeterKey; secret: string } {
  // A name may hold the sign, a key cannot.
  const [, name, key] = /^(.*)=\s*([^=]*)$/.exec(entry) ?? [];
  if (name === undefined || key === undefined || name.trim() === "") {
    throw new UserError(`${where}: is not name=0xkey`);
  }
  const signer = KeySigner.read(key);
  if (signer === undefined) {
    throw new UserError(`${where}: meter ${name.trim()}: is not a private key of 32 bytes in hex`);
  }
  return { meter: { name: name.trim(), address: signer.address, signer }, secret: key };
}

function requireDistinct(meters: readonly MeterKey[], what: string): void {
  for (const [i, { name, address }] of meters.entries()) {
    const twin = meters.slice(0, i).find((other) => other.address === address);
    if (twin === undefined) continue;
    const problem =
      twin.name === name ? `meter ${name} has one key twice` : `${twin.name} and ${name} have the same key`;
    throw new UserError(`${what}: ${problem}`);
  }
}
