import type { Errand } from "../chain/outbox/outbox.js";
import { keccakOf } from "../chain/signing/keccak.js";
import type { MarketReader } from "../market/market-reader.js";
import { inSignerOrder } from "../market/typed-data.js";
import { AgreementStatus } from "../model/terms.js";
import { type Case, type Committee, type Decision, REFUSALS } from "./case.js";
import type { VerdictWord } from "./wire.js";

// Gas limits, from what `npm run gas` measures, with room: 107,000 for a verification by five of seven authorities,
// 61,000 for the last check of seven in the traditional market; each further signature takes 6,000.
const GAS = 300_000n;
const GAS_PER_SIGNATURE = 10_000n;

/** Whether an agreement awaits verification, as of the chain's last block. */
async function awaits(reader: MarketReader, id: string): Promise<boolean> {
  return (await reader.agreementState(id)).status === AgreementStatus.AwaitingVerification;
}

/** Ends an agreement whose deadline has passed. */
export function expireErrand(reader: MarketReader, { id, record }: Case): Errand {
  const data = reader.coder.callData("expire", [record.terms]);
  return errand(reader, "expire", data, 0, () => awaits(reader, id));
}

/**
 * Submits what the authorities decided to the improved market: both parties' signatures with a quorum's approvals, or a
 * blocking minority's refusals.
 *
 * @param current - whether the committee that decided is still the market's
 * @returns undefined while the parties have not signed what was approved
 */
export function decisionErrand(
  reader: MarketReader,
  found: Case,
  { verdict, by }: Decision,
  current: () => boolean,
): Errand | undefined {
  const { id, record, signatures } = found;
  const needed = async () => current() && (await awaits(reader, id));
  if (verdict !== "approve") {
    const data = reader.coder.callData("refuse", [record.terms, REFUSALS[verdict], inSignerOrder(by)]);
    return errand(reader, "refuse", data, by.length, needed);
  }
  const [declarer, accepter] = [signatures.get("declarer"), signatures.get("accepter")];
  if (declarer === undefined || accepter === undefined) return undefined;
  const data = reader.coder.callData("verify", [record.terms, declarer, accepter, inSignerOrder(by)]);
  return errand(reader, "verify", data, by.length, needed);
}

/** The traditional market keeps a bit for each seat that has checked, and above them the epoch. */
const SEAT_BITS = 160n;

/** Submits one authority's verdict to the traditional market, where each verdict is a transaction of its own. */
export function checkErrand(
  reader: MarketReader,
  { id, record }: Case,
  verdict: VerdictWord,
  authority: string,
  committee: () => Committee,
): Errand {
  const needed = async () => {
    const { status, verification } = await reader.agreementState(id);
    const { members, epoch } = committee();
    const seat = BigInt(members.indexOf(authority));
    const checked = verification >> SEAT_BITS === BigInt(epoch) && ((verification >> seat) & 1n) === 1n;
    return status === AgreementStatus.AwaitingVerification && seat >= 0n && !checked;
  };
  const [step, args]: readonly ["verify" | "refuse", readonly unknown[]] =
    verdict === "approve" ? ["verify", [record.terms]] : ["refuse", [record.terms, REFUSALS[verdict]]];
  return errand(reader, step, reader.coder.callData(step, args), 0, needed);
}

function errand(
  reader: MarketReader,
  step: string,
  data: string,
  signatures: number,
  needed: () => Promise<boolean>,
): Errand {
  return {
    step,
    to: reader.record.market,
    data,
    gas: GAS + GAS_PER_SIGNATURE * BigInt(signatures),
    needed,
  };
}

/**
 * The order in which authorities submit an agreement's verification: by a hash of the agreement's id and each address.
 * All compute the same order, and each authority is the first for its share of the agreements.
 *
 * @returns how many come before `authority`, from 0; -1 when it is not among them
 */
export function rankOf(authority: string, authorities: readonly string[], agreement: string): number {
  const draws = authorities.map((address) => ({ address, draw: keccakOf(agreement.slice(2) + address.slice(2)) }));
  draws.sort((a, b) => (a.draw < b.draw ? -1 : 1));
  return draws.findIndex(({ address }) => address === authority);
}
