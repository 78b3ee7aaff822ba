import { decodeRlp, encodeRlp, getAddress } from "ethers";

import { FORKS, type Fork } from "./opcodes.js";

/** JSON schema of a genesis file for QBFT. */
export const GENESIS_SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["config", "nonce", "timestamp", "extraData", "gasLimit", "difficulty", "mixHash", "coinbase", "alloc"],
  properties: {
    config: {
      type: "object",
      additionalProperties: false,
      required: ["chainId", "qbft"],
      properties: {
        chainId: { type: "integer", minimum: 1 },
        berlinBlock: { const: 0 },
        londonBlock: { const: 0 },
        shanghaiTime: { type: "integer", minimum: 0 },
        cancunTime: { type: "integer", minimum: 0 },
        zeroBaseFee: { type: "boolean" },
        contractSizeLimit: { type: "integer", minimum: 24_576 },
        qbft: {
          type: "object",
          additionalProperties: false,
          required: ["blockperiodseconds", "epochlength", "requesttimeoutseconds"],
          properties: {
            blockperiodseconds: { type: "integer", minimum: 1 },
            epochlength: { type: "integer", minimum: 1 },
            requesttimeoutseconds: { type: "integer", minimum: 1 },
          },
        },
      },
    },
    nonce: { $ref: "#/$defs/quantity" },
    timestamp: { $ref: "#/$defs/quantity" },
    extraData: { type: "string", pattern: "^0x([0-9a-f]{2})+$" },
    gasLimit: { $ref: "#/$defs/quantity" },
    // Besu recognises QBFT and IBFT chains by these two values.
    difficulty: { const: "0x1" },
    mixHash: { const: "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365" },
    coinbase: { const: `0x${"0".repeat(40)}` },
    alloc: {
      type: "object",
      propertyNames: { pattern: "^[0-9a-f]{40}$" },
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        required: ["balance"],
        properties: { balance: { $ref: "#/$defs/quantity" } },
      },
    },
  },
  $defs: { quantity: { type: "string", pattern: "^0x(0|[1-9a-f][0-9a-f]*)$" } },
} as const;

export interface Genesis {
  readonly config: {
    readonly chainId: number;
    readonly berlinBlock?: number;
    readonly londonBlock?: number;
    readonly shanghaiTime?: number;
    readonly cancunTime?: number;
    readonly zeroBaseFee?: boolean;
    readonly contractSizeLimit?: number;
    readonly qbft: { readonly blockperiodseconds: number; readonly requesttimeoutseconds: number };
  };
  readonly timestamp: string;
  readonly extraData: string;
  readonly gasLimit: string;
  readonly alloc: Readonly<Record<string, { readonly balance: string }>>;
}

/** The newest fork that is active in the first block. */
export function forkAtGenesis({ config, timestamp }: Genesis): Fork {
  const at = Number(timestamp);
  if (config.cancunTime !== undefined && config.cancunTime <= at) return "cancun";
  if (config.shanghaiTime !== undefined && config.shanghaiTime <= at) return "shanghai";
  if (config.londonBlock === 0) return "london";
  return FORKS[4];
}

/** The genesis block's extra data under QBFT: 32 free bytes, the validators, no vote, round 0, no seals; in RLP. */
export function extraDataOf(validators: readonly string[]): string {
  return encodeRlp([`0x${"00".repeat(32)}`, [...validators], [], "0x", []]);
}

/** The validators in extra data. @throws Error when it is not that of a genesis block */
export function validatorsOf(extraData: string): string[] {
  const [vanity, validators, votes, round, seals] = decodeRlp(extraData) as [
    string,
    string[],
    string[],
    string,
    string[],
  ];
  const empty = votes.length === 0 && round === "0x" && seals.length === 0;
  if (vanity.length !== 66 || !empty) throw new Error(`not the extra data of a genesis block: ${extraData}`);
  return validators.map((validator) => getAddress(validator));
}
