/** Something to be done on the chain by one transaction. */
export interface Errand {
  /** What it is counted and logged as, such as "settle". */
  readonly step: string;
  readonly to: string;
  /** Calldata, hex. */
  readonly data: string;
  /** Gas limit. */
  readonly gas: bigint;
  /**
   * Asked before the first sending and before each further one: false when somebody else has done it meanwhile.
   * Several instances may run the same errand, so the contract must refuse the second.
   */
  readonly needed: () => Promise<boolean>;
}

/** How an errand ended. */
export type ErrandEnd =
  | { readonly kind: "done"; readonly transactionHash: string; readonly receipt: MinedReceipt }
  | { readonly kind: "reverted"; readonly transactionHash: string; readonly receipt: MinedReceipt }
  | { readonly kind: "not needed" };

/** What a receipt says, checked. */
export interface MinedReceipt {
  readonly blockNumber: bigint;
  readonly blockHash: string;
  readonly gasUsed: bigint;
  readonly logs: readonly { readonly address: string; readonly topics: readonly string[]; readonly data: string }[];
}

/**
 * Brings errands to the chain from one account, many at a time: gives nonces without gaps, raises the fee of what is not
 * mined, sends again what the node lost or a reorganisation undid, and after a restart clears what was under way.
 */
export interface Outbox {
  /**
   * Resolves when the errand is mined `confirmations` deep, or not needed any more.
   *
   * @throws ErrandRefused when the node will not take its transaction, whatever the fee; the signal's reason when aborted
   */
  run(errand: Errand): Promise<ErrandEnd>;
  /** Transactions sent and not known to be mined. */
  readonly pending: number;
  /** What keeps errands from the chain at the moment, in one line: a balance too low, a node that does not answer. */
  readonly problem: string | undefined;
}

/** The node will not take an errand's transaction: sending it again would not help. */
export class ErrandRefused extends Error {
  override readonly name = "ErrandRefused";
}
