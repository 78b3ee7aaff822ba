import { type Domain, type Parameter, parametersOf, requireWithin } from "./parameter.js";

/** A value for each of {@link TIME_PARAMETERS}, and n_a. */
export type TimeParameters = Readonly<Record<keyof typeof TIME_PARAMETERS | "authorities", number>>;

/**
 * The numbers of equations (4) to (9): the defaults with some of them replaced, each checked.
 *
 * @param given - n_a is n unless given, and may not exceed it
 * @throws UserError naming a value outside its domain
 * @example timeParameters({ nodes: 9000 }).authorities // 9000
 */
export function timeParameters(given: Partial<TimeParameters> = {}): TimeParameters {
  const values = parametersOf(TIME_PARAMETERS, given);
  const authorities = given.authorities ?? values.nodes;
  requireWithin("authorities", authorities, { ...AUTHORITIES, max: values.nodes });
  return { ...values, authorities };
}

const SECONDS = { unit: "s", min: 0, max: 1e6 } as const;

/** The parameters of equations (4) to (9), with their sources. */
export const TIME_PARAMETERS = {
  nodes: {
    symbol: "n",
    meaning: "nodes that a block is sent to",
    unit: "",
    value: 1000,
    source: "paper",
    whole: true,
    min: 1,
    max: 1_000_000,
  },
  blockMB: { symbol: "V", meaning: "size of a block", unit: "MB", value: 1, source: "paper", min: 1e-6, max: 1e6 },
  bandwidthMBps: {
    symbol: "W",
    meaning: "bandwidth of a node",
    unit: "MB/s",
    value: 100,
    source: "paper",
    min: 1e-6,
    max: 1e9,
  },
  handlingSecondsPerKWh: {
    ...SECONDS,
    symbol: "t",
    meaning: "handling of a trade",
    unit: "s/kWh",
    value: 0.001,
    source: "assumed",
  },
  handlingExtra: {
    symbol: "r",
    meaning: "handling beyond t, as a share of it",
    unit: "",
    value: 0.1,
    source: "assumed",
    min: 0,
    max: 1e6,
  },
  checkSecondsPerMB: {
    ...SECONDS,
    symbol: "g",
    meaning: "a node's check of a block",
    unit: "s/MB",
    value: 0.05,
    source: "assumed",
  },
  tradeCheckSeconds: {
    ...SECONDS,
    symbol: "c",
    meaning: "an authority's check of a trade",
    value: 0.12,
    source: "assumed",
  },
  parallelChecks: {
    symbol: "k",
    meaning: "authorities that check at a time",
    unit: "",
    value: 1,
    source: "assumed",
    whole: true,
    min: 1,
    max: 1_000_000,
  },
} as const satisfies Record<string, Parameter>;

/** n_a, whose default is n. */
export const AUTHORITIES = {
  symbol: "n_a",
  meaning: "authorities that verify a trade; all nodes unless given",
  unit: "",
  source: "assumed",
  whole: true,
  min: 1,
} as const satisfies Omit<Parameter, keyof Domain | "value"> & Partial<Domain>;
