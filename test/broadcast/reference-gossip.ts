import type { GossipMode } from "../../src/broadcast/gossip.js";
import { type Latency, latencyBetween } from "../../src/broadcast/latency.js";
import type { BroadcastParameters } from "../../src/broadcast/broadcast-parameters.js";

interface Message {
  readonly time: number;
  readonly kind: "announcement" | "request" | "block" | "checked";
  readonly from: number;
  readonly to: number;
}

/**
 * What one block costs, told plainly: every message arrives, wanted or not, and the earliest is looked for in all of
 * them.
 */
export function referenceGossip(
  peers: readonly (readonly number[])[],
  latency: Latency,
  mode: GossipMode,
  { blockMB, bandwidthMBps, checkSecondsPerMB, messageBytes }: BroadcastParameters,
  source: number,
): { arrivals: number[]; messages: number; bytes: number } {
  const pending: Message[] = [{ time: 0, kind: "checked", from: source, to: source }];
  const uploadFree = peers.map(() => 0);
  const arrivals = new Map<number, number>([[source, 0]]);
  const asked = new Set([source]);
  let [messages, bytes] = [0, 0];
  const send = (kind: Message["kind"], from: number, to: number, now: number): void => {
    const size = kind === "block" ? blockMB * 1e6 : messageBytes;
    messages++;
    bytes += size;
    uploadFree[from] = Math.max(now, uploadFree[from]!) + size / 1e6 / bandwidthMBps;
    pending.push({ time: uploadFree[from] + latencyBetween(latency, from, to), kind, from, to });
  };
  while (pending.length > 0) {
    const next = pending.reduce((a, b) => (b.time < a.time ? b : a));
    pending.splice(pending.indexOf(next), 1);
    const { time, kind, from, to } = next;
    if (kind === "announcement" && !asked.has(to)) {
      asked.add(to);
      send("request", to, from, time);
    } else if (kind === "request") {
      send("block", to, from, time);
    } else if (kind === "block" && !arrivals.has(to)) {
      arrivals.set(to, time);
      pending.push({ time: time + checkSecondsPerMB * blockMB, kind: "checked", from, to });
    } else if (kind === "checked") {
      for (const peer of peers[to]!) {
        if (peer !== from) send(mode === "announce" ? "announcement" : "block", to, peer, time);
      }
    }
  }
  arrivals.delete(source);
  return { arrivals: [...arrivals.values()].sort((a, b) => a - b), messages, bytes };
}
