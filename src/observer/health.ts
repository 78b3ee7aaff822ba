import type { BlockRef } from "../market/follow/chain-step.js";
import type { Health } from "../service/health.js";

/** How an observer is doing. */
export class ObserverState {
  /** The newest block that the node told of. */
  nodeHead: BlockRef | undefined;
  /** The last block in the record. */
  recorded: BlockRef | undefined;
  /** Why the node gave no answer the last time it was asked; undefined when it did. */
  nodeFault: string | undefined;
  /** Why the record cannot be written; undefined when it can. */
  recordFault: string | undefined;

  /** Blocks that the node has and the record has not; undefined while the node has told of none. */
  get lagBlocks(): bigint | undefined {
    if (this.nodeHead === undefined) return undefined;
    const lag = this.nodeHead.number - (this.recorded?.number ?? -1n);
    return lag > 0n ? lag : 0n;
  }

  health(): Health {
    const faults = [this.nodeFault, this.recordFault].filter((fault) => fault !== undefined);
    return {
      faults: this.recorded === undefined ? [...faults, "the record has not begun"] : faults,
      facts: { block: this.recorded?.number, nodeBlock: this.nodeHead?.number, lagBlocks: this.lagBlocks },
    };
  }
}
