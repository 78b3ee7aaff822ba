import { ParamType, TypedDataEncoder, type TypedDataField } from "ethers";

import { coderOf } from "../abi/values.js";
import { keccak256, keccakOf } from "./keccak.js";

/** The struct types of EIP-712 data, by name. The one that no other refers to is signed. */
export type Types = Record<string, TypedDataField[]>;

/** EIP-712's `hashStruct`. Values must not change: a struct nested in several values is hashed once. */
type StructHash = (value: object) => string;

const made = new WeakMap<Types, StructHash>();

/** The hash function of a set of types. It is made once, since making it costs more than using it. */
export function structHashOf(types: Types): StructHash {
  const known = made.get(types);
  if (known !== undefined) return known;
  const encoder = TypedDataEncoder.from(types);
  const hash = staticHash(encoder, types, encoder.primaryType) ?? ((value: object) => encoder.hash(value));
  made.set(types, hash);
  return hash;
}

/** Static values are hashed as their words after the type's hash, in a fraction of the general encoder's time. */
function staticHash(encoder: TypedDataEncoder, types: Types, struct: string): StructHash | undefined {
  const members: { name: string; encode: (value: unknown) => string }[] = [];
  for (const { name, type } of types[struct] ?? []) {
    const encode = memberEncoder(encoder, types, type);
    if (encode === undefined) return undefined;
    members.push({ name, encode });
  }
  const typeHash = keccak256(Buffer.from(encoder.encodeType(struct))).slice(2);
  return (value) => {
    const values = value as Readonly<Record<string, unknown>>;
    return keccakOf(typeHash + members.map(({ name, encode }) => encode(values[name])).join(""));
  };
}

/** The types whose encoding is one word. */
const STATIC = /^(address|bool|uint\d+|bytes\d+)$/;

function memberEncoder(
  encoder: TypedDataEncoder,
  types: Types,
  type: string,
): ((value: unknown) => string) | undefined {
  if (!(type in types)) {
    if (!STATIC.test(type)) return undefined;
    const coder = coderOf(ParamType.from(type));
    return (value) => coder.encode(value);
  }
  const hash = staticHash(encoder, types, type);
  if (hash === undefined) return undefined;
  const hashes = new WeakMap<object, string>();
  return (value) => {
    const struct = value as object;
    const words = hashes.get(struct) ?? hash(struct).slice(2);
    hashes.set(struct, words);
    return words;
  };
}
