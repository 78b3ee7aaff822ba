import type { Metered } from "./due.js";

/** What a meter's process does, for logs and metrics. */
export type MeterEvent =
  /** A reading is signed, and on disk. */
  | { readonly kind: "signed"; readonly agreement: string; readonly meter: string; readonly energyWh: bigint }
  /** The rows, or the agreements that share them, now say something else than was signed: what was signed stands. */
  | {
      readonly kind: "contradiction";
      readonly agreement: string;
      readonly meter: string;
      readonly signedWh: bigint;
      readonly nowWh: bigint;
    }
  /** An ended agreement cannot be read yet, or for another reason than before. */
  | {
      readonly kind: "waiting";
      readonly agreement: string;
      readonly meter: string;
      readonly reason: Exclude<Metered, { kind: "metered" }>;
    }
  /** A batch of settlements is on its way. */
  | { readonly kind: "settling"; readonly agreements: readonly string[] }
  /** It is on the chain: so many of it were settled by it or by somebody else, and so many are not. */
  | {
      readonly kind: "settled";
      readonly transactionHash: string | undefined;
      readonly settled: number;
      readonly open: readonly string[];
    }
  /** It did not get there. */
  | { readonly kind: "failed"; readonly agreements: readonly string[]; readonly problem: string };
