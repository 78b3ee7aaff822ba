import { EventQueue } from "./event-queue.js";
import { type Latency, latencyBetween } from "./latency.js";
import type { BroadcastParameters } from "./broadcast-parameters.js";
import type { Peers } from "./peers.js";

/** How a node passes a block on: it announces the block to its peers, who fetch it, or sends the block at once. */
export type GossipMode = (typeof gossipModes)[number];
export const gossipModes = ["announce", "push"] as const;

/** What happens to a node; node and event make the event's code. `from` is the other node. */
const OFFERED = 0;
const ASKED = 1;
const RECEIVED = 2;
/** Earlier than any offer, so that no later offer counts. */
const SERVED = -Infinity;

/**
 * A block passed on from peer to peer, event by event.
 *
 * A node checks a block that it has received, which takes g V seconds, and then passes it on to all peers except the
 * one it came from. Its upload carries one message at a time, first come first served: a message of b MB takes b / W
 * seconds and arrives a link's latency later. In `announce` mode the peers get an announcement; a node asks the first
 * peer whose announcement arrives, and that peer sends the block. In `push` mode the peers get the block itself, even
 * if they have it. Nothing is lost, and receiving takes no bandwidth.
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
   * By node: the earliest known arrival of an offer of the block; SERVED once the node has asked for or received the
   * block. One array for both, since it is read for every message and a read is slow where there are many nodes.
   */
  readonly #offer: Float64Array;
  /** By node: when its upload is free; set once it has passed the block on. */
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

  /** A node that asks has sent nothing yet, so its upload is free. */
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
   * Announces or sends the block to all peers except one. A message that reaches a peer after it has asked, or after an
   * earlier offer, changes nothing: it takes upload and is counted, but makes no event.
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

/** How one block spread from its source to all other nodes. */
interface BlockSpread {
  /** Arrival times in seconds from the start, ascending. The next block overwrites them. */
  readonly arrivals: Float64Array;
  /** Events taken from the queue. */
  readonly events: number;
  readonly messages: number;
  readonly bytes: number;
}

/** Sends a block from a source to all other nodes. */
export type SpreadBlock = (source: number) => BlockSpread;
