/**
 * Why a node did not take a transaction:
 * - known: it has it already;
 * - used: its nonce is mined;
 * - occupied: another transaction of this nonce waits, and offers as much;
 * - ahead: a nonce before it is missing, and the node keeps none for later;
 * - cheap: its fee is below what the next block asks;
 * - poor: the balance does not cover it;
 * - busy: the node has no room;
 * - refused: anything else.
 */
export type Refusal = "known" | "used" | "occupied" | "ahead" | "cheap" | "poor" | "busy" | "refused";

/** Clients share no codes for these, only words: anvil's, Besu's, Geth's and Hardhat's. */
const WORDS: readonly (readonly [RegExp, Refusal])[] = [
  [/already (known|imported|exists)|known transaction|already in the pool/i, "known"],
  [/nonce (is )?too low|below (the )?(sender|current) account nonce|nonce too distant in past/i, "used"],
  [/replacement|underpriced.*nonce|gas price.*(replace|bump)/i, "occupied"],
  [/nonce too high|nonce too (far|distant)/i, "ahead"],
  [
    /less than (the )?(block )?base ?fee|too low for the next block|underpriced|gas price (is )?(too low|below)/i,
    "cheap",
  ],
  [/insufficient (funds|balance)|upfront (gas )?cost exceeds|enough funds|doesn't have enough/i, "poor"],
  [/pool is full|pool full|limit (reached|exceeded)|too many|rate limit|try again|timed? ?out/i, "busy"],
];

/**
 * Reads why the node did not take a transaction.
 *
 * @returns nothing when the error is not the node's answer, so the transaction may have arrived all the same
 * @example refusalOf(new RpcError(-32003, "nonce too low", undefined)) // "used"
 */
export function refusalOf(error: unknown): Refusal | undefined {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code !== "number" || typeof message !== "string") return undefined;
  return WORDS.find(([words]) => words.test(message))?.[1] ?? "refused";
}
