import type { Random } from "../../src/model/random.js";
import { weighted } from "./dice.js";
import { approve, deposit, depositWithPermit, donate, register, rescueDebtor, withdraw } from "./propose/accounts.js";
import { acceptMany, acceptSignedMany, settleMany } from "./propose/batches.js";
import { refuseAsAuthority, verifyAsAuthority } from "./propose/checks.js";
import { accept, acceptWhileSelling, cancel, declare } from "./propose/offers.js";
import {
  acceptOwnership,
  changeCommittee,
  collectFees,
  pause,
  setCaps,
  setDefaultCaps,
  setFee,
  setMeter,
  transferOwnership,
  unpause,
} from "./propose/operator.js";
import { payDebt, settle, settleUnmetered } from "./propose/settlement.js";
import { acceptSigned, cancelSigned, cancelUpTo } from "./propose/signed-offers.js";
import { passTime } from "./propose/time.js";
import { decline, expire, refuseBySignatures, verifyBySignatures } from "./propose/verification.js";
import type { Proposal, Propose } from "./proposal.js";
import type { Scene } from "./scene.js";
import { ACTIONS } from "./weights.js";

type Action = keyof typeof ACTIONS;

/** Draws an action for which the scene has an occasion: by its weight, again where there is none. */
export function drawProposal(scene: Scene, random: Random): { action: Action; proposal: Proposal } {
  for (;;) {
    const action = weighted(random, ACTIONS);
    const proposal = PROPOSERS[action](scene, random);
    if (proposal !== undefined) return { action, proposal };
  }
}

const PROPOSERS: Readonly<Record<Action, Propose>> = {
  passTime,
  register,
  approve,
  deposit,
  depositWithPermit,
  withdraw,
  donate,
  rescueDebtor,
  declare,
  cancel,
  accept,
  acceptWhileSelling,
  acceptMany,
  acceptSigned,
  acceptSignedMany,
  cancelSigned,
  cancelUpTo,
  verifyBySignatures,
  refuseBySignatures,
  verifyAsAuthority,
  refuseAsAuthority,
  decline,
  expire,
  settle,
  settleMany,
  settleUnmetered,
  payDebt,
  setCaps,
  setDefaultCaps,
  setMeter,
  setFee,
  collectFees,
  changeCommittee,
  pause,
  unpause,
  transferOwnership,
  acceptOwnership,
};
