import type { MarketKind } from "../../src/market/market-kind.js";
import { MARKET_KINDS } from "../../src/market/deployment/record.js";
import { text, textOr } from "../declaration.js";
import { choiceOption, numberOption, wholeOption } from "../options.js";

/** What every daemon's task declares. @param name - of the daemon, for the folder of its files */
export function daemonOptions(name: string) {
  return [
    textOr("port", "0", "Port of its HTTP service; 0 takes a free one, which its log names"),
    textOr("host", "127.0.0.1", "Interface of its HTTP service"),
    text("record", "Record of the market (JSON, as market deploy writes it); that of this chain without it"),
    text("kind", "improved or traditional, where both are recorded; without it improved, if there is one"),
    textOr("data", `data/${name}`, "Folder of its own files"),
    textOr("poll", "0.5", "Seconds between two looks at the chain"),
  ] as const;
}

/** {@link daemonOptions} as they come. */
export interface DaemonArguments {
  readonly port: string;
  readonly host: string;
  readonly record: string | undefined;
  readonly kind: string | undefined;
  readonly data: string;
  readonly poll: string;
}

/** {@link daemonOptions} as they are meant. */
export interface DaemonOptions {
  readonly port: number;
  readonly host: string;
  /** Path of a record; without it the chain's own is searched for. */
  readonly record: string | undefined;
  /** Without it the one that is found. */
  readonly kind: MarketKind | undefined;
  /** Path of the folder of the daemon's files. */
  readonly data: string;
  /** Between two looks at the chain's head, ms. */
  readonly pollMs: number;
}

const LAST_PORT = 65_535;

/** @throws UserError that names the option at fault */
export function readDaemonOptions(args: DaemonArguments): DaemonOptions {
  return {
    port: wholeOption("--port", args.port, { min: 0, max: LAST_PORT }),
    host: args.host,
    record: args.record,
    kind: args.kind === undefined ? undefined : choiceOption("--kind", args.kind, MARKET_KINDS),
    data: args.data,
    pollMs: numberOption("--poll", args.poll, { min: 0.01, max: 3_600 }) * 1_000,
  };
}
