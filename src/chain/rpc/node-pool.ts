import type { NodeStanding } from "../../service/chain-state.js";
import type { Clock } from "../../service/clock.js";
import { asQuantity } from "./answers.js";
import { type CallAnswer, type NodeClient, NodeUnavailable } from "./node-client.js";
import { isNodeError } from "./node-error.js";

/** Several nodes of one chain as one. */
export interface NodePool extends NodeClient {
  readonly standings: readonly NodeStanding[];
}

interface NodePoolOptions {
  /** The nodes by preference, at least one. */
  readonly nodes: readonly NodeClient[];
  /** The same nodes for looks at their heads: they should give up soon. */
  readonly probes: readonly NodeClient[];
  readonly clock: Clock;
}

interface Member {
  readonly node: NodeClient;
  readonly probe: NodeClient;
  head: bigint | undefined;
  problem: string | undefined;
}

type Call = Parameters<NodeClient["request"]>[0];

/** A node this far behind the best is not read: more than the blocks by which healthy ones differ for a moment. */
const MOST_BEHIND = 3n;
/** Between two looks at the nodes, ms. */
const LOOK_MS = 5_000;

/**
 * Asks the first node that is alive and not behind the others, and sends transactions to all that answer. A node that
 * fails is passed over until it answers again. All reads go to one node at a time, so that they fit together.
 */
export function nodePool(options: NodePoolOptions): NodePool {
  return new RankedPool(options);
}

class RankedPool implements NodePool {
  readonly #members: readonly Member[];
  readonly #clock: Clock;
  #read: Member;
  #lookedAt = -Infinity;
  #look: Promise<void> | undefined;

  constructor({ nodes, probes, clock }: NodePoolOptions) {
    this.#clock = clock;
    this.#members = nodes.map((node, i) => ({ node, probe: probes[i] ?? node, head: undefined, problem: undefined }));
    const [first] = this.#members;
    if (first === undefined) throw new Error("a pool has at least one node");
    this.#read = first;
  }

  get standings(): NodeStanding[] {
    return this.#members.map((member, i) => {
      const { head, problem } = member;
      return { place: i + 1, isRead: member === this.#read, head, problem };
    });
  }

  async request(call: Call): Promise<unknown> {
    const [answer] = await this.requestMany([call]);
    if (answer === undefined) throw new Error("one call has one answer");
    if ("error" in answer) throw answer.error;
    return answer.result;
  }

  async requestMany(calls: readonly Call[], options: { readonly together?: boolean } = {}): Promise<CallAnswer[]> {
    if (this.#members.length === 1) return this.#read.node.requestMany(calls, options);
    if (calls.some(({ method }) => method === "eth_sendRawTransaction")) return this.#toAll(calls, options);
    await this.#lookNowAndThen();
    for (let tried = 1; ; tried++) {
      const member = this.#read;
      try {
        return await member.node.requestMany(calls, options);
      } catch (error) {
        if (!(error instanceof NodeUnavailable) || tried >= this.#members.length) throw error;
        member.head = undefined;
        member.problem = error.message;
        this.#choose();
      }
    }
  }

  /** Sends to all nodes. A call's answer is that of the first node that took it, or else of the first that answered. */
  async #toAll(calls: readonly Call[], options: { readonly together?: boolean }): Promise<CallAnswer[]> {
    const ends = await Promise.allSettled(this.#members.map(({ node }) => node.requestMany(calls, options)));
    const answers = ends.filter((end) => end.status === "fulfilled").map(({ value }) => value);
    const failed = ends.find((end) => end.status === "rejected");
    if (answers.length === 0) throw failed?.reason;
    return calls.map((_, i) => {
      const told = answers.map((each) => each[i]).filter((answer) => answer !== undefined);
      const [first] = told;
      if (first === undefined) throw new Error("every call has an answer");
      return told.find((answer) => "result" in answer) ?? first;
    });
  }

  async #lookNowAndThen(): Promise<void> {
    if (this.#clock.now() - this.#lookedAt < LOOK_MS) return;
    this.#look ??= this.#lookAtAll().finally(() => (this.#look = undefined));
    await this.#look;
  }

  async #lookAtAll(): Promise<void> {
    await Promise.all(
      this.#members.map(async (member) => {
        try {
          const number = await member.probe.request({ method: "eth_blockNumber" });
          member.head = asQuantity(number, "the block's number");
          member.problem = undefined;
        } catch (error) {
          if (!(error instanceof NodeUnavailable) && !isNodeError(error)) throw error;
          member.head = undefined;
          member.problem = error.message;
        }
      }),
    );
    this.#lookedAt = this.#clock.now();
    this.#choose();
  }

  /** The first that is alive and not behind; when none is alive, the next one after the present. */
  #choose(): void {
    const alive = this.#members.filter(({ head }) => head !== undefined);
    const best = alive.reduce((most, { head = 0n }) => (head > most ? head : most), 0n);
    for (const member of alive) {
      const behind = best - (member.head ?? 0n);
      member.problem = behind > MOST_BEHIND ? `${behind} blocks behind another node` : undefined;
    }
    const next = this.#members[(this.#members.indexOf(this.#read) + 1) % this.#members.length];
    this.#read = alive.find(({ problem }) => problem === undefined) ?? next ?? this.#read;
  }
}
