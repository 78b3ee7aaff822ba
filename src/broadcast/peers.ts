import { type Random, uniformInteger } from "../model/random.js";

/**
 * The links between nodes. The peers of node i are the `stride` entries from peer[i * stride] on, -1 where there is
 * none.
 */
export interface Peers {
  readonly nodes: number;
  /** The most peers of a node. */
  readonly stride: number;
  /** Peers by node. */
  readonly count: Int32Array;
  readonly peer: Int32Array;
}

/**
 * A random connected graph in which each node has `degree` peers.
 *
 * A cycle through all nodes, in the order of their numbers, makes it connected; so two peers of each node are beside it
 * in memory. Then two nodes with a free place are drawn and linked, as often as that is possible. A few nodes may end
 * up one peer short (one must, if nodes * degree is odd), none has one too many. With fewer than degree + 2 nodes all
 * are linked.
 *
 * @param nodes - at least 1
 * @param degree - peers of each node, at least 2
 * @param random - draws the graph
 */
export function randomPeers(nodes: number, degree: number, random: Random): Peers {
  const peers = unlinkedPeers(nodes, Math.min(degree, nodes - 1));
  const all = Array.from({ length: nodes }, (_, node) => node);
  for (const node of all) {
    const next = (node + 1) % nodes;
    if (linkable(peers, node, next)) link(peers, node, next);
  }
  const open = all.filter((node) => hasPlace(peers, node));
  linkDrawn(peers, open, random);
  for (const a of open) for (const b of open) if (linkable(peers, a, b)) link(peers, a, b);
  return peers;
}

/** Nodes without links, each with places for `stride` peers. */
function unlinkedPeers(nodes: number, stride: number): Peers {
  return { nodes, stride, count: new Int32Array(nodes), peer: new Int32Array(nodes * stride).fill(-1) };
}

/** Links two nodes in both directions; both must have a free place and not be linked yet. */
function link(peers: Peers, a: number, b: number): void {
  add(peers, a, b);
  add(peers, b, a);
}

function add({ stride, count, peer }: Peers, node: number, other: number): void {
  const peers = count[node] as number;
  peer[node * stride + peers] = other;
  count[node] = peers + 1;
}

/** Failed draws in a row after which the remaining pairs are searched instead. */
const PATIENCE = 100;

/** Links pairs drawn from the open nodes, and removes nodes whose places are full. */
function linkDrawn(peers: Peers, open: number[], random: Random): void {
  const closeIfFull = (index: number): void => {
    if (hasPlace(peers, open[index] as number)) return;
    open[index] = open.at(-1) as number;
    open.pop();
  };
  for (let vain = 0; vain < PATIENCE && open.length > 1; vain++) {
    const [i, j] = [uniformInteger(random, 0, open.length - 1), uniformInteger(random, 0, open.length - 1)];
    const [a, b] = [open[i] as number, open[j] as number];
    if (!linkable(peers, a, b)) continue;
    link(peers, a, b);
    closeIfFull(Math.max(i, j));
    closeIfFull(Math.min(i, j));
    vain = -1;
  }
}

function linkable(peers: Peers, a: number, b: number): boolean {
  if (a === b || !hasPlace(peers, a) || !hasPlace(peers, b)) return false;
  const { stride, count, peer } = peers;
  const end = a * stride + (count[a] as number);
  for (let place = a * stride; place < end; place++) if (peer[place] === b) return false;
  return true;
}

function hasPlace({ stride, count }: Peers, node: number): boolean {
  return (count[node] as number) < stride;
}
