import { agreementIdOf } from "../../../src/market/typed-data.js";
import { AgreementStatus, type Agreement } from "../../../src/model/terms.js";
import type { Effect } from "../../support/effect.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";

/** Expects an action to revert because the agreement has this status; None: it was never made. */
export function expectWrongStatus(
  { market }: Scene,
  action: Promise<unknown>,
  agreement: Agreement,
  status: bigint,
): Promise<void> {
  return expectRevert(action, market, "WrongStatus", agreementIdOf(agreement), status);
}

/** All changes at the end of an agreement that awaited verification: its energy goes back to the offer. */
export function terminated(scene: Scene, agreement: Agreement, reason: bigint): Effect {
  return {
    events: [["Terminated", agreementIdOf(agreement), reason]],
    changes: {
      ...thawed(scene),
      "offer.remainingWh": agreement.energyWh,
      "agreement.status": AgreementStatus.Terminated - AgreementStatus.AwaitingVerification,
      "agreement.reason": reason,
    },
  };
}

/** The traditional market unfreezes the buyer's account when the trade has ended. */
export function thawed({ kind }: Scene): Record<string, bigint> {
  return kind === "traditional" ? { "buyer.status": -1n } : {};
}

interface Settlement {
  readonly outcome: bigint;
  readonly energyWh: bigint;
  /** What the seller receives at once. */
  readonly paid: bigint;
  readonly margin: bigint;
  readonly debt?: bigint;
}

/** All changes by a settlement: payment comes from the margin, then from the balance; the rest becomes a debt. */
export function settled(scene: Scene, agreement: Agreement, settlement: Settlement): Effect {
  const { outcome, energyWh, paid, margin, debt = 0n } = settlement;
  return {
    events: [["Settled", agreementIdOf(agreement), outcome, energyWh, paid, debt]],
    changes: withoutZeros({
      ...thawed(scene),
      "buyer.free": margin - paid,
      "seller.free": paid,
      "buyer.openDebts": debt === 0n ? 0n : 1n,
      "agreement.status": AgreementStatus.Settled - AgreementStatus.Signed,
      "agreement.debt": debt,
    }),
  };
}

function withoutZeros(changes: Record<string, bigint>): Record<string, bigint> {
  return Object.fromEntries(Object.entries(changes).filter(([, change]) => change !== 0n));
}
