import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Provider } from "../../src/chain/rpc/node-client.js";
import { readMarketLogs } from "../../src/market/past-events.js";
import { MarketReader } from "../../src/market/market-reader.js";
import type { MarketKind } from "../../src/market/market-kind.js";
import type { BlockRef, ChainStep, MarketLog } from "../../src/market/follow/chain-step.js";
import type { MarketIdentity } from "../../src/observer/database/market-identity.js";
import { freshChain } from "../support/market.js";
import { marketHistory } from "../support/market-history.js";
import { setScene } from "../support/scene.js";

/** A market in which everything happened that can, and all that its chain says of it. */
export interface Happened {
  readonly identity: MarketIdentity;
  readonly node: Provider;
  readonly logs: readonly MarketLog[];
  /** Every block, from the first. */
  readonly blocks: readonly BlockRef[];
  /** What a follower tells of it, a block a step. */
  readonly steps: readonly (ChainStep & { kind: "grown" })[];
  /** Agreements and offers by what became of them. */
  readonly history: Awaited<ReturnType<typeof marketHistory>>;
}

export async function happenedMarket(kind: MarketKind): Promise<Happened> {
  const chain = await freshChain();
  const scene = await setScene(chain, kind);
  const [market, token] = [await scene.market.getAddress(), await chain.token.getAddress()];
  const node: Provider = {
    request: ({ method, params = [] }) => chain.ethers.provider.send(method, params),
  };
  const reader = new MarketReader(node, { kind, chainId: "31337", market, token, block: 0 });
  const history = await marketHistory(scene);
  const logs = await readMarketLogs(reader);
  const head = await reader.block();
  const numbers = Array.from({ length: Number(head.number) + 1 }, (_, number) => BigInt(number));
  const blocks = await Promise.all(numbers.map((number) => reader.block(number)));
  const identity = {
    kind,
    chainId: "31337",
    genesis: blocks[0]!.hash,
    address: market.toLowerCase(),
    fromBlock: logs[0]!.block.number,
    verificationWindow: await reader.verificationWindow(),
  };
  const steps = blocks.map((block) => ({
    kind: "grown" as const,
    head: block,
    recent: [block],
    logs: logs.filter((log) => log.block.number === block.number),
  }));
  return { identity, node, logs, blocks, steps, history };
}

/** A folder for a test's files. */
export function temporaryFolder(): { path: string; file: (name: string) => string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "wattlane-observer-"));
  return {
    path,
    file: (name) => join(path, name),
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}
