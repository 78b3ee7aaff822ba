import { getAddress, isAddress } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import type { Provider } from "../../src/chain/rpc/node-client.js";
import { type DeploymentRecord, MARKET_KINDS } from "../../src/market/deployment/record.js";
import { findMarket } from "../../src/market/find-market.js";
import type { MarketLog } from "../../src/market/follow/chain-step.js";
import type { MarketLedger } from "../../src/market/ledger/market-ledger.js";
import { MarketReader } from "../../src/market/market-reader.js";
import { ProviderSigner } from "../../src/market/provider-signer.js";
import { readWholeLog, type WholeLog } from "../../src/market/whole-log.js";
import { command } from "../command.js";
import { choiceOption } from "../options.js";
import { type LoudnessArguments, remark, setLoudness } from "../loudness.js";
import { during } from "../progress.js";
import { accountAt, accountsOf, connectNetwork } from "./network.js";

/** Arguments of every command on a deployed market. */
export interface SessionArguments extends LoudnessArguments {
  readonly record: string | undefined;
  readonly kind: string | undefined;
  readonly account: string;
  readonly json: boolean;
}

/** What a command works with: network, account, and the market's state. */
export class Session {
  readonly provider: Provider;
  readonly record: DeploymentRecord;
  readonly reader: MarketReader;
  /** The network's accounts, whose keys its configuration or its node holds. */
  readonly accounts: readonly string[];
  /** The token's symbol. */
  readonly symbol: string;
  readonly json: boolean;
  readonly #account: string;
  readonly #acts: boolean;
  #log: Promise<WholeLog> | undefined;

  private constructor(
    args: SessionArguments,
    reader: MarketReader,
    found: { readonly accounts: readonly string[]; readonly symbol: string; readonly acts: boolean },
  ) {
    this.provider = reader.provider;
    this.record = reader.record;
    this.reader = reader;
    this.accounts = found.accounts;
    this.symbol = found.symbol;
    this.json = args.json;
    this.#account = args.account;
    this.#acts = found.acts;
  }

  /** @throws UserError when the network, its node or the market cannot be found */
  static async open(args: SessionArguments, hre: HardhatRuntimeEnvironment, needsAccounts: boolean): Promise<Session> {
    setLoudness(args);
    const kind = args.kind === undefined ? undefined : choiceOption("--kind", args.kind, MARKET_KINDS);
    const connection = await connectNetwork(hre, needsAccounts);
    const provider = connection.provider as Provider;
    const search = { ignition: hre.config.paths.ignition, record: args.record, kind };
    const reader = new MarketReader(provider, await findMarket(provider, search));
    const { record } = reader;
    remark(`network ${connection.networkName}, chain ${record.chainId}`);
    remark(`${record.kind} market ${record.market}, token ${record.token}, events from block ${record.block}`);
    const accounts = needsAccounts ? await accountsOf(connection) : [];
    return new Session(args, reader, { accounts, symbol: await reader.tokenSymbol(), acts: needsAccounts });
  }

  /** The account that acts or asks; who only asks may name any. @throws UserError when the network does not have it */
  get account(): string {
    if (!this.#acts && isAddress(this.#account)) return getAddress(this.#account);
    return accountAt(this.accounts, "--account", this.#account);
  }

  /** Signs for the account. */
  get signer(): ProviderSigner {
    return new ProviderSigner(this.provider, this.account);
  }

  /** All events of the market so far. */
  async logs(): Promise<readonly MarketLog[]> {
    return (await this.#read()).logs;
  }

  /** The state folded from the events. */
  async ledger(): Promise<MarketLedger> {
    return (await this.#read()).ledger;
  }

  /** Read once. */
  #read(): Promise<WholeLog> {
    return (this.#log ??= this.#readAnew());
  }

  async #readAnew(): Promise<WholeLog> {
    const log = await during("reading the market's events", () => readWholeLog(this.reader));
    remark(`${log.logs.length} events read`);
    return log;
  }

  /** Time of the chain's last block, s. */
  async now(): Promise<bigint> {
    return (await this.reader.block()).timestamp;
  }
}

/** The action of a command on a deployed market that acts or signs with an account. */
export function marketCommand<T extends SessionArguments>(action: MarketAction<T>): CommandAction<T> {
  return commandWith(action, () => true);
}

/**
 * The action of a command that only reads, without a key.
 *
 * @param needsAccounts - whether its arguments name an account by its number, or leave it out where it is needed
 */
export function marketQuery<T extends SessionArguments>(
  action: MarketAction<T>,
  needsAccounts: (args: T) => boolean = () => false,
): CommandAction<T> {
  return commandWith(action, needsAccounts);
}

type MarketAction<T> = (args: T, session: Session) => Promise<void>;
type CommandAction<T> = (args: T, hre: HardhatRuntimeEnvironment) => Promise<unknown>;

function commandWith<T extends SessionArguments>(
  action: MarketAction<T>,
  needsAccounts: (args: T) => boolean,
): CommandAction<T> {
  return command(async (args: T, hre: HardhatRuntimeEnvironment) => {
    await action(args, await Session.open(args, hre, needsAccounts(args)));
  });
}
