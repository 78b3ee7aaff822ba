import { EventQueue } from "./event-queue.js";
import { type Latency, latencyBetween } from "./latency.js";
import type { BroadcastParameters } from "./broadcast-parameters.js";
import type { Peers } from "./peers.js";

/** How a node passes a block on: by announcing it to its peers, who fetch it from the first, or by sending it at once. */
export type GossipMode = (typeof gossipModes)[number];
export const gossipModes = ["announce", "push"] as const;

/** What happens to a node; together with the node it makes an event's code. `from` is the peer it has to do with. */
const OFFERED = 0;
const ASKED = 1;
const RECEIVED = 2;
/** Before every offer: none is better. */
const SERVED = -Infinity;

/**
 * A block passed on from peer to peer, event by event.
 *
 * A node checks a block that it has received, g V seconds, and then passes it on to all peers but the one it came from. Its
 * upload carries one message at a time, in the order in which it has cause to send them: a message of b MB takes it b / W, and
 * arrives its link's latency later. In `announce` mode the peers get an announcement; a node asks the first peer whose
 * announcement arrives, which then sends the block. In `push` mode the peers get the block itself, wanted or not. Nothing is
 * lost, and receiving takes no bandwidth.
 */
export class Gossip {
  readonly #peers: Peers;
  readonly #latency: Latency;
  readonly #announce: boolean;
  readonly #messageSeconds: number;
  readonly #blockSeconds: number;
  readonly #checkSeconds: number;
  readonly #messageBytes: number;
  readonly #blockBytes: number;
  readonly #queue = new EventQueue();
  /**
   * By node: when the first offer of the block arrives, as far as is known; SERVED once it has asked for the block, or got it
   * unasked. One number for both: it is looked up for every message, and where there are many nodes each look-up is slow.
   */
  readonly #offer: Float64Array;
  /** By node: when its upload is free. Meaningful once it has passed the block on. */
  readonly #free: Float64Array;
  readonly #arrivals: Float64Array;
  #arrived = 0;
  #events = 0;
  #messages = 0;
  #blocks = 0;

  constructor(peers: Peers, latency: Latency, mode: GossipMode, parameters: BroadcastParameters) {
    const { blockMB, bandwidthMBps, checkSecondsPerMB, messageBytes } = parameters;
    this.#peers = peers;
    this.#latency = latency;
    this.#announce = mode === "announce";
    this.#messageSeconds = messageBytes / 1e6 / bandwidthMBps;
    this.#blockSeconds = blockMB / bandwidthMBps;
    this.#checkSeconds = checkSecondsPerMB * blockMB;
    this.#messageBytes = messageBytes;
    this.#blockBytes = Math.round(blockMB * 1e6);
    this.#offer = new Float64Array(peers.nodes);
    this.#free = new Float64Array(peers.nodes);
    this.#arrivals = new Float64Array(peers.nodes - 1);
  }

  /** Sends one block from a source, which has checked it, to all other nodes. */
  spread(source: number): BlockSpread {
    this.#arrived = this.#events = this.#messages = this.#blocks = 0;
    this.#offer.fill(Infinity);
    this.#offer[source] = SERVED;
    this.#passOn(source, source, 0);
    while (this.#queue.pop()) this.#handle();
    return {
      arrivals: this.#arrivals,
      events: this.#events,
      messages: this.#messages + this.#blocks,
      bytes: this.#messages * this.#messageBytes + this.#blocks * this.#blockBytes,
    };
  }

  #handle(): void {
    const { time, code, from } = this.#queue;
    const node = code >>> 2;
    this.#events++;
    switch (code & 3) {
      case OFFERED:
        if (this.#offer[node] !== SERVED) this.#ask(node, from, time);
        break;
      case ASKED:
        this.#serve(node, from, time);
        break;
      case RECEIVED:
        if (this.#announce || this.#offer[node] !== SERVED) this.#receive(node, from, time);
    }
  }

  /** The upload of a node that asks is free: it has sent nothing yet. */
  #ask(node: number, from: number, time: number): void {
    this.#offer[node] = SERVED;
    this.#messages++;
    const arrival = time + this.#messageSeconds + latencyBetween(this.#latency, node, from);
    this.#queue.push(arrival, (node << 2) | ASKED, from);
  }

  #serve(node: number, from: number, time: number): void {
    this.#blocks++;
    const free = Math.max(time, this.#free[from] as number) + this.#blockSeconds;
    this.#free[from] = free;
    this.#queue.push(free + latencyBetween(this.#latency, from, node), (node << 2) | RECEIVED, from);
  }

  #receive(node: number, from: number, time: number): void {
    this.#offer[node] = SERVED;
    this.#arrivals[this.#arrived++] = time;
    this.#passOn(node, from, time + this.#checkSeconds);
  }

  /**
   * Tells all peers but one. What reaches a peer that has asked already, or reaches it after an earlier offer, changes nothing:
   * it is sent and counted as a message, but makes no event.
   */
  #passOn(node: number, except: number, time: number): void {
    const { stride, peer } = this.#peers;
    const what = this.#announce ? OFFERED : RECEIVED;
    const seconds = this.#announce ? this.#messageSeconds : this.#blockSeconds;
    let sent = 0;
    let free = time;
    for (let link = node * stride; link < (node + 1) * stride; link++) {
      const to = peer[link] as number;
      if (to < 0) break;
      if (to === except) continue;
      sent++;
      free += seconds;
      const arrival = free + latencyBetween(this.#latency, node, to);
      if (arrival >= (this.#offer[to] as number)) continue;
      this.#offer[to] = arrival;
      this.#queue.push(arrival, (to << 2) | what, node);
    }
    this.#free[node] = free;
    if (this.#announce) this.#messages += sent;
    else this.#blocks += sent;
  }
}

/** One block on its way from its source to all other nodes. */
interface BlockSpread {
  /** When each of them has received it, in seconds from the start, ascending. The next block overwrites it. */
  readonly arrivals: Float64Array;
  /** Events taken from the queue. */
  readonly events: number;
  readonly messages: number;
  readonly bytes: number;
}

/** Sends a block from a source to all other nodes. */
export type SpreadBlock = (source: number) => BlockSpread;
