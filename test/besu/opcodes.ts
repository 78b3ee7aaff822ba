/** Forks of the EVM, oldest first: each has all opcodes of the forks before it. */
export const FORKS = [
  "frontier",
  "homestead",
  "byzantium",
  "constantinople",
  "istanbul",
  "london",
  "shanghai",
  "cancun",
] as const;
export type Fork = (typeof FORKS)[number];

export interface Opcode {
  readonly name: string;
  /** The fork that introduced it. */
  readonly fork: Fork;
}

/**
 * The opcodes of a contract's code, read from its beginning as the EVM does: the operand of a PUSH is data, not code.
 *
 * @param bytecode - hex; solc's metadata at the end is ignored
 * @throws Error at a byte that is not an opcode up to Cancun
 * @example opcodesOf("0x5f5ffd") // PUSH0, REVERT
 */
export function opcodesOf(bytecode: string): Set<Opcode> {
  const code = withoutMetadata(Buffer.from(bytecode.slice(2), "hex"));
  const found = new Set<Opcode>();
  for (let at = 0; at < code.length; at++) {
    const byte = code[at]!;
    const opcode = OPCODES.get(byte);
    if (opcode === undefined) throw new Error(`0x${byte.toString(16)} at ${at} is not an opcode`);
    found.add(opcode);
    if (byte > PUSH0 && byte <= PUSH32) at += byte - PUSH0;
  }
  return found;
}

/** The oldest fork that has all of these opcodes. */
export function forkOf(opcodes: Iterable<Opcode>): Fork {
  const newest = Math.max(0, ...[...opcodes].map(({ fork }) => FORKS.indexOf(fork)));
  return FORKS[newest]!;
}

/** solc appends CBOR metadata, a small map, and its length in the last two bytes. */
function withoutMetadata(code: Buffer): Buffer {
  if (code.length < 2) return code;
  const start = code.length - 2 - code.readUInt16BE(code.length - 2);
  return start >= 0 && code[start]! >> 4 === CBOR_SMALL_MAP ? code.subarray(0, start) : code;
}

const CBOR_SMALL_MAP = 0xa;
const PUSH0 = 0x5f;
const PUSH32 = 0x7f;

const run = (first: number, fork: Fork, names: string): [number, Opcode][] =>
  names.split(" ").map((name, offset) => [first + offset, { name, fork }]);

const numbered = (first: number, name: string, from: number, to: number): [number, Opcode][] =>
  Array.from({ length: to - from + 1 }, (_, i) => [first + i, { name: `${name}${from + i}`, fork: "frontier" }]);

/**
 * Appendix H of the Yellow Paper, and later EIPs: 140, 145, 211, 214, 1014, 1052, 1344, 1884, 3198, 3855, 1153, 4844,
 * 5656, 7516.
 */
const OPCODES: ReadonlyMap<number, Opcode> = new Map([
  ...run(0x00, "frontier", "STOP ADD MUL SUB DIV SDIV MOD SMOD ADDMOD MULMOD EXP SIGNEXTEND"),
  ...run(0x10, "frontier", "LT GT SLT SGT EQ ISZERO AND OR XOR NOT BYTE"),
  ...run(0x1b, "constantinople", "SHL SHR SAR"),
  ...run(0x20, "frontier", "KECCAK256"),
  ...run(0x30, "frontier", "ADDRESS BALANCE ORIGIN CALLER CALLVALUE CALLDATALOAD CALLDATASIZE CALLDATACOPY CODESIZE"),
  ...run(0x39, "frontier", "CODECOPY GASPRICE EXTCODESIZE EXTCODECOPY"),
  ...run(0x3d, "byzantium", "RETURNDATASIZE RETURNDATACOPY"),
  ...run(0x3f, "constantinople", "EXTCODEHASH"),
  ...run(0x40, "frontier", "BLOCKHASH COINBASE TIMESTAMP NUMBER PREVRANDAO GASLIMIT"),
  ...run(0x46, "istanbul", "CHAINID SELFBALANCE"),
  ...run(0x48, "london", "BASEFEE"),
  ...run(0x49, "cancun", "BLOBHASH BLOBBASEFEE"),
  ...run(0x50, "frontier", "POP MLOAD MSTORE MSTORE8 SLOAD SSTORE JUMP JUMPI PC MSIZE GAS JUMPDEST"),
  ...run(0x5c, "cancun", "TLOAD TSTORE MCOPY"),
  ...run(PUSH0, "shanghai", "PUSH0"),
  ...numbered(0x60, "PUSH", 1, 32),
  ...numbered(0x80, "DUP", 1, 16),
  ...numbered(0x90, "SWAP", 1, 16),
  ...numbered(0xa0, "LOG", 0, 4),
  ...run(0xf0, "frontier", "CREATE CALL CALLCODE RETURN"),
  ...run(0xf4, "homestead", "DELEGATECALL"),
  ...run(0xf5, "constantinople", "CREATE2"),
  ...run(0xfa, "byzantium", "STATICCALL"),
  ...run(0xfd, "byzantium", "REVERT"),
  ...run(0xfe, "frontier", "INVALID SELFDESTRUCT"),
]);
