import { toQuantity, type Result, type TypedDataDomain } from "ethers";

import type { VerdictMessage } from "../../src/authority/wire.js";
import { recoverSigner } from "../../src/chain/signing/secp256k1.js";
import { agreementIdOf, statementDigest } from "../../src/market/typed-data.js";
import { Reason, type Agreement } from "../../src/model/terms.js";
import type { Town } from "./town.js";

/** Every verdict that anybody saw, by who signed it on what; an authority that says yes and no contradicts itself. */
export class Verdicts {
  readonly #domain: TypedDataDomain;
  readonly #said = new Map<string, Set<string>>();

  constructor(domain: TypedDataDomain) {
    this.#domain = domain;
  }

  /** @throws InvalidSignature */
  add({ agreement: agreementId, epoch, verdict, signature }: VerdictMessage): void {
    const digest = statementDigest(
      this.#domain,
      verdict === "approve"
        ? { kind: "approval", agreementId, epoch: BigInt(epoch) }
        : { kind: "refusal", agreementId, reason: Reason[verdict], epoch: BigInt(epoch) },
    );
    const key = `${recoverSigner(digest, signature)} on ${agreementId} in epoch ${epoch}`;
    this.#said.set(key, (this.#said.get(key) ?? new Set()).add(verdict));
  }

  get size(): number {
    return this.#said.size;
  }

  /** Who said it. */
  signers(): Set<string> {
    return new Set([...this.#said.keys()].map((key) => key.slice(0, 42)));
  }

  contradictions(): string[] {
    return [...this.#said]
      .filter(([, words]) => words.size > 1)
      .map(([key, words]) => `${key}: ${[...words].join(", ")}`);
  }
}

/** The verdicts that were sent to the market, whether or not they were the first to arrive. */
export async function verdictsOnChain({ reader, anvil }: Town): Promise<VerdictMessage[]> {
  const epoch = Number(await reader.committeeEpoch());
  const head = (await reader.block()).number;
  const found: VerdictMessage[] = [];
  for (let number = 0n; number <= head; number++) {
    const block = await anvil.request("eth_getBlockByNumber", [toQuantity(number), true]);
    for (const { to, input } of (block as { transactions: { to: string | null; input: string }[] }).transactions) {
      if (to !== reader.record.market.toLowerCase()) continue;
      const call = reader.abi.parseTransaction({ data: input });
      if (call?.name !== "verify" && call?.name !== "refuse") continue;
      const args = call.args.toObject();
      const agreement = agreementIdOf((args.agreement as Result).toObject(true) as Agreement);
      const verdict = call.name === "verify" ? ("approve" as const) : refusalOf(args.reason as bigint);
      const signatures = [...(args[call.name === "verify" ? "approvals" : "refusals"] as Result)] as string[];
      found.push(...signatures.map((signature) => ({ agreement, epoch, verdict, signature })));
    }
  }
  return found;
}

function refusalOf(reason: bigint): "KeyRefused" | "CommitteeRefused" {
  return reason === Reason.KeyRefused ? "KeyRefused" : "CommitteeRefused";
}
