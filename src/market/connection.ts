import { asQuantity } from "../chain/rpc/answers.js";
import { httpNodeClient } from "../chain/rpc/http-node-client.js";
import { type NodeClient, NodeUnavailable, RpcError, untilAnswered } from "../chain/rpc/node-client.js";
import { type NodePool, nodePool } from "../chain/rpc/node-pool.js";
import { openOutbox } from "../chain/outbox/open-outbox.js";
import type { Outbox, OutboxEvent } from "../chain/outbox/outbox.js";
import type { Sender } from "../chain/outbox/transaction.js";
import type { ChainState } from "../service/chain-state.js";
import type { Clock } from "../service/clock.js";
import type { Log } from "../service/json-log.js";
import type { Metrics, TransactionResult } from "../service/metrics.js";
import { StorageUnavailable } from "../service/sqlite.js";
import { findMarket, type MarketSearch } from "./find-market.js";
import type { BlockRef, ChainStep, Gap } from "./follow/chain-step.js";
import { followMarket } from "./follow/follow-market.js";
import { MarketReader } from "./market-reader.js";
import { ranOutOfGas } from "./transaction.js";

/** What a daemon brings along to work on a market. */
interface ConnectionOptions {
  /** The nodes', at least one: the first that is alive and not behind is read, and all are sent transactions. */
  readonly urls: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly search: MarketSearch;
  readonly state: ChainState;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Between two looks at the chain's head, ms. */
  readonly pollMs: number;
}

/** A follower asks again by itself, and reports it; a few tries are for what passes at once. */
const FOLLOWING_TRIES = 3;
/** For a question whose answer somebody waits for. */
const PROBE = { tries: 1, limits: { timeoutMs: 2000, maxBytes: 1_000_000 } };

/** What every daemon of a market is connected to: its node, its market and the account that it sends from. */
export class MarketConnection {
  readonly node: NodeClient;
  readonly reader: MarketReader;
  readonly #options: ConnectionOptions;

  private constructor(options: ConnectionOptions, node: NodeClient, reader: MarketReader) {
    this.#options = options;
    this.node = node;
    this.reader = reader;
  }

  /**
   * Finds the market, and waits for the node as long as it does not answer.
   *
   * @throws UserError when there is no such market; the signal's reason when aborted
   */
  static open(options: ConnectionOptions): Promise<MarketConnection> {
    const { search, state, metrics } = options;
    const node = clientOf(options);
    if (options.urls.length > 1) state.nodes = () => node.standings;
    metrics.chain(state);
    return asked(options, async () => {
      return new MarketConnection(options, node, new MarketReader(node, await findMarket(node, search)));
    });
  }

  /** Asks the node, again while it does not answer: for what a daemon cannot begin without. */
  ask<T>(question: () => Promise<T>): Promise<T> {
    return asked(this.#options, question);
  }

  /**
   * Follows the market's events from the last of the known blocks on, see {@link followMarket}; ends with the signal.
   *
   * @param gap - what shows the daemon, after each step, that events were lost: they are then read again
   */
  async *follow(gap: () => Gap | undefined, known: readonly BlockRef[] = []): AsyncGenerator<ChainStep, void, void> {
    const { state, clock, signal, log, pollMs } = this.#options;
    const { record, abi } = this.reader;
    state.head = known.at(-1);
    const steps = followMarket({
      client: this.#options.urls.length > 1 ? this.node : clientOf(this.#options, { tries: FOLLOWING_TRIES }),
      market: record.market,
      abi,
      fromBlock: BigInt(record.block),
      known,
      clock,
      signal,
      pollMs,
      gap,
      onHead: (head) => {
        state.answered(head);
      },
      onTrouble: ({ message }) => {
        state.failed(message);
      },
    });
    for await (const step of steps) {
      if (step.kind === "undone") logUndone(log, step);
      yield step;
      // Only now has the daemon taken it.
      const head = step.kind === "undone" ? step.ancestor : step.head;
      state.head = head;
      state.took(head, step.kind === "undone" ? step.gap : gap());
    }
  }

  /** Opens the outbox of the account, see {@link openOutbox}; its transactions are logged and counted. */
  outbox(sender: Sender, confirmations: number): Outbox {
    const { clock, signal, log, metrics } = this.#options;
    const probe = clientOf(this.#options, PROBE);
    const balance = async () => {
      const request = { method: "eth_getBalance", params: [sender.address, "latest"] };
      return Number(asQuantity(await probe.request(request), "the balance"));
    };
    const results = metrics.account(
      () => outbox.pending,
      () => balance().catch(() => NaN),
    );
    const count = (result: TransactionResult) => {
      results.inc({ result });
    };
    const outbox = openOutbox({
      provider: this.node,
      sender,
      chainId: BigInt(this.reader.record.chainId),
      clock,
      signal,
      confirmations,
      onEvent: (event) => {
        if (event.kind !== "problem") count(event.kind);
        logOutboxEvent(log, event);
      },
    });
    return {
      async run(errand) {
        const end = await outbox.run(errand);
        if (end.kind === "reverted" && ranOutOfGas(end.receipt, errand.gas)) {
          log.warn("transaction ran out of gas", {
            step: errand.step,
            transaction: end.transactionHash,
            gas: errand.gas,
          });
        }
        if (end.kind !== "not needed") count(end.kind === "done" ? "mined" : "reverted");
        return end;
      },
      get pending() {
        return outbox.pending;
      },
      get problem() {
        return outbox.problem;
      },
    };
  }
}

function logUndone(log: Log, { ancestor, gap }: ChainStep & { kind: "undone" }): void {
  if (gap === undefined) log.warn("reorganisation", { block: ancestor.number });
  else log.warn("reading blocks again", { first: ancestor.number + 1n, last: gap.block, problem: gap.message });
}

function asked<T>({ state, clock, signal }: ConnectionOptions, question: () => Promise<T>): Promise<T> {
  return untilAnswered(question, {
    clock,
    signal,
    onTrouble: ({ message }) => {
      state.failed(message);
    },
  });
}

/** Whether a daemon's fault may pass: its node does not answer, or its file cannot be used now. */
export function mayPass(error: unknown): boolean {
  return error instanceof NodeUnavailable || error instanceof RpcError || error instanceof StorageUnavailable;
}

/** A client of the nodes. Of several, each is tried less before the next is asked. */
function clientOf(
  { urls, headers, clock, signal, metrics }: ConnectionOptions,
  settings: Partial<typeof PROBE> = urls.length > 1 ? { tries: 2 } : {},
): NodePool {
  const onFault = ({ kind }: { readonly kind: string }) => {
    metrics.rpcErrors.inc({ kind });
  };
  const common = { ...(headers === undefined ? {} : { headers }), clock, signal, onFault };
  return nodePool({
    nodes: urls.map((url) => httpNodeClient({ ...common, url, ...settings })),
    probes: urls.map((url) => httpNodeClient({ ...common, url, ...PROBE })),
    clock,
  });
}

function logOutboxEvent(log: Log, event: OutboxEvent): void {
  if (event.kind === "problem") {
    if (event.problem === undefined) log.info("transactions can be sent again");
    else log.warn("transactions cannot be sent", { problem: event.problem });
  } else if (event.kind === "nonce lost") log.info("nonce lost", { step: event.step, nonce: event.nonce });
  else {
    const { kind, step, nonce, transactionHash } = event;
    log.debug(`transaction ${kind}`, { step, nonce, transaction: transactionHash });
  }
}
