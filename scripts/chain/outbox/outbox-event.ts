/** What an outbox does on the way, for logs and metrics. */
export type OutboxEvent =
  | {
      /**
       * A transaction was taken by the node: for the first time; once more, after it was lost; or with a higher fee. The
       * step is the errand's, or "clear" for an empty transaction that uses up a stuck nonce.
       */
      readonly kind: "sent" | "sent again" | "raised";
      readonly step: string;
      readonly nonce: bigint;
      readonly transactionHash: string;
    }
  | {
      /** Somebody else with the same key used the nonce: the errand gets another one. */
      readonly kind: "nonce lost";
      readonly step: string;
      readonly nonce: bigint;
    }
  | {
      /** What keeps errands from the chain has changed; nothing when nothing does any more. */
      readonly kind: "problem";
      readonly problem: string | undefined;
    };
