import { agreementIdOf } from "../../../src/market/typed-data.js";
import { AgreementStatus, type Agreement } from "../../../src/model/terms.js";
import type { Effect } from "../../support/effect.js";
import { expectRevert } from "../../support/revert.js";
import type { Scene } from "../../support/scene.js";

/** Fails unless an action is refused because the agreement has this status; None: it was never made. */
export function expectWrongStatus(
  { market }: Scene,
  action: Promise<unknown>,
  agreement: Agreement,
  status: bigint,
): Promise<void> {
  return expectRevert(action, market, "WrongStatus", agreementIdOf(agreement), status);
}

/** All that the end of an agreement that awaited verification changes: its energy is the offer's again. */
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

/** The traditional market thaws the buyer's account when the trade has ended. */
export function thawed({ kind }: Scene): Record<string, bigint> {
  return kind === "traditional" ? { "buyer.status": -1n } : {};
}

interface Settlement {
  readonly outcome: bigint;
  readonly energyWh: bigint;
  /** What the seller gets at once. */
  readonly paid: bigint;
  readonly margin: bigint;
  readonly debt?: bigint;
}

/** All that a settlement changes: what is paid comes from the margin, then from the balance; the rest is owed. */
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
