import { isAddress, isHexString, ZeroAddress } from "ethers";

import { UserError } from "../../model/errors.js";
import type { MarketKind } from "../market-kind.js";

/** Checked values by name, in the form that Ignition takes. */
type ParameterSection = Readonly<Record<string, string | bigint | string[]>>;

/** The values of a parameters file. Missing ones have their defaults. */
interface DeploymentFile {
  readonly token: ParameterSection;
  readonly market: ParameterSection;
}

/**
 * Reads a parameters file in Ignition's form: an object with the sections `BankMoney`, `ImprovedMarket` and
 * `TraditionalMarket`, and `$global` for what both markets share. A market's section overrides `$global`.
 *
 * @param text - JSON
 * @param file - its name, for messages
 * @param kind - the market whose section to use; the other section is checked too
 * @throws UserError naming file and key
 * @example readDeploymentFile('{"$global": {"capTrades": 5}}', "p.json", "improved").market // { capTrades: 5n }
 */
export function readDeploymentFile(text: string, file: string, kind: MarketKind): DeploymentFile {
  const sections = readSections(parsed(text, file), file);
  const own = kind === "improved" ? sections.ImprovedMarket : sections.TraditionalMarket;
  return { token: sections.BankMoney, market: { ...sections.$global, ...own } };
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file}: is not JSON: ${(error as Error).message.replaceAll(/\s+/g, " ")}`);
  }
}

const WAD = 10n ** 18n;
/** As in the contract. */
const MAX_AUTHORITIES = 160;

type Check = (value: unknown) => string | bigint | string[] | undefined;
interface Rule {
  readonly check: Check;
  readonly wanted: string;
}

const TOKEN: Readonly<Record<string, Rule>> = { bank: address(), name: name(), symbol: name() };
const SHARED: Readonly<Record<string, Rule>> = {
  operator: address(),
  capTrades: whole(16),
  capEnergyWh: whole(48),
  feePerMWh: whole(96),
  verificationWindow: whole(40),
  readingWindow: whole(40),
  authorities: addresses(),
};
const RULES = {
  $global: SHARED,
  BankMoney: TOKEN,
  ImprovedMarket: { ...SHARED, rho: { check: (value) => below(value, WAD), wanted: "a whole number below 1e18" } },
  TraditionalMarket: SHARED,
} satisfies Record<string, Readonly<Record<string, Rule>>>;

type SectionName = keyof typeof RULES;

function readSections(document: unknown, file: string): Record<SectionName, ParameterSection> {
  requireKeys(document, Object.keys(RULES), file, "");
  return Object.fromEntries(
    Object.entries(RULES).map(([section, rules]) => [
      section,
      readSection(document[section] ?? {}, rules, file, section),
    ]),
  ) as Record<SectionName, ParameterSection>;
}

function readSection(
  section: unknown,
  rules: Readonly<Record<string, Rule>>,
  file: string,
  path: string,
): ParameterSection {
  requireKeys(section, Object.keys(rules), file, path);
  const entries = Object.entries(section).map(([key, value]) => {
    const rule = rules[key] as Rule;
    const read = rule.check(value);
    if (read === undefined) {
      throw new UserError(`${file}: ${path}.${key}: ${JSON.stringify(value)} is not ${rule.wanted}`);
    }
    return [key, read] as const;
  });
  return Object.fromEntries(entries);
}

function requireKeys(
  value: unknown,
  known: readonly string[],
  file: string,
  path: string,
): asserts value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UserError(`${file}: ${path === "" ? "the file" : path}: is not an object`);
  }
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new UserError(`${file}: ${path === "" ? unknown : `${path}.${unknown}`}: is not one of ${known.join(", ")}`);
}

/** Reads a number that JSON represents exactly, or one in quotes, which may end with n as Ignition writes it. */
function below(value: unknown, limit: bigint): bigint | undefined {
  const exact = typeof value === "number" ? Number.isSafeInteger(value) : /^\d+n?$/.test(String(value));
  const number = exact ? BigInt(String(value).replace(/n$/, "")) : -1n;
  return number >= 0n && number < limit ? number : undefined;
}

function whole(bits: number): Rule {
  return { check: (value) => below(value, 2n ** BigInt(bits)), wanted: `a whole number of at most ${bits} bits` };
}

function address(): Rule {
  return { check: asAddress, wanted: "an address" };
}

function asAddress(value: unknown): string | undefined {
  return isHexString(value, 20) && isAddress(value) && value !== ZeroAddress ? value : undefined;
}

function addresses(): Rule {
  return {
    check: (value) => {
      if (!Array.isArray(value) || value.length === 0 || value.length > MAX_AUTHORITIES) return undefined;
      const list = value.map(asAddress);
      const distinct = new Set(list.map((member) => member?.toLowerCase()));
      return list.includes(undefined) || distinct.size < list.length ? undefined : (list as string[]);
    },
    wanted: `a list of 1 to ${MAX_AUTHORITIES} different addresses`,
  };
}

function name(): Rule {
  return { check: (value) => (typeof value === "string" && value !== "" ? value : undefined), wanted: "a text" };
}
