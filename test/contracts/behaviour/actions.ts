import type { ContractTransactionResponse, Wallet } from "ethers";

import { registrationKeyOf } from "../../support/keys.js";
import { agreementIdOf } from "../../../src/market/typed-data.js";
import { DEFAULT_PARAMETERS } from "../../../src/model/market-parameters.js";
import { Reason } from "../../../src/model/terms.js";
import type { ImprovedMarket, TraditionalMarket } from "../../../typechain-types/index.js";
import {
  awaitingAgreement,
  declaredOffer,
  deliveredAgreement,
  ENERGY_WH,
  indebtedAgreement,
  offerBy,
  signedAgreement,
  signedOffer,
} from "../../support/agreements.js";
import { reading, refusals, verification } from "../../support/market.js";
import { permitOf } from "../../support/permit.js";
import type { Role, Scene } from "../../support/scene.js";

/** A function of the market when it can succeed: who may call it, and what it reverts with for others. */
interface Action {
  readonly call: (caller: Wallet) => Promise<ContractTransactionResponse>;
  /** The error and its arguments; undefined for an allowed caller. */
  readonly refusal: (caller: Wallet, role: Role) => readonly [error: string, ...args: unknown[]] | undefined;
}
type Refusal = Action["refusal"];

const anyone: Refusal = () => undefined;
const operatorAlone: Refusal = ({ address }, role) =>
  role === "operator" ? undefined : ["OwnableUnauthorizedAccount", address];
const parties: Refusal = ({ address }, role) =>
  role === "buyer" || role === "seller" ? undefined : ["NotParty", address];
const registered = (role: Role) => role === "buyer" || role === "seller" || role === "bystander";

const registeredAlone: Refusal = ({ address }, role) => (registered(role) ? undefined : ["NotRegistered", address]);
const authorityAlone: Refusal = ({ address }, role) => (role === "authority" ? undefined : ["NotAuthority", address]);

const { capTrades, capEnergyWh, readingWindow } = DEFAULT_PARAMETERS;

/** Every function that changes state, by its name. */
export const ACTIONS: Readonly<Record<string, (scene: Scene) => Action | Promise<Action>>> = {
  register: ({ market }) => ({
    call: (caller) => market.connect(caller).register(registrationKeyOf(caller)),
    refusal: ({ address }, role) => (registered(role) ? ["AlreadyRegistered", address] : undefined),
  }),
  deposit: ({ market, buyer }) => ({
    call: (caller) => market.connect(caller).deposit(buyer.address, 1n),
    refusal: anyone,
  }),
  depositWithPermit: ({ market, chain, buyer }) => ({
    call: async (caller) =>
      market.connect(caller).depositWithPermit(...(await permitOf(chain.token, caller, market, buyer.address, 1n))),
    refusal: anyone,
  }),
  withdraw: ({ market }) => ({
    call: (caller) => market.connect(caller).withdraw(1n, caller.address),
    refusal: ({ address }, role) => (registered(role) ? undefined : ["BalanceTooLow", address, 0n, 1n]),
  }),
  declare: (scene) => ({
    call: async (caller) => scene.market.connect(caller).declare(await offerBy({ ...scene, seller: caller })),
    refusal: registeredAlone,
  }),
  cancel: async (scene) => {
    const offer = await declaredOffer(scene);
    return {
      call: (caller) => scene.market.connect(caller).cancel(offer),
      refusal: ({ address }, role) => (role === "seller" ? undefined : ["NotDeclarer", address, scene.seller.address]),
    };
  },
  cancelSigned: async (scene) => {
    const offer = await offerBy(scene);
    return {
      call: (caller) => scene.market.connect(caller).cancelSigned(offer),
      refusal: ({ address }, role) => (role === "seller" ? undefined : ["NotDeclarer", address, scene.seller.address]),
    };
  },
  cancelUpTo: ({ market }) => ({ call: (caller) => market.connect(caller).cancelUpTo(0n), refusal: anyone }),
  accept: async (scene) => {
    const offer = await declaredOffer(scene);
    return {
      call: (caller) => scene.market.connect(caller).accept(offer, ENERGY_WH),
      refusal: (caller, role) => (role === "seller" ? ["OwnOffer", caller.address] : registeredAlone(caller, role)),
    };
  },
  acceptSigned: async (scene) => {
    const { offer, signature } = await signedOffer(scene);
    return {
      call: (caller) => scene.market.connect(caller).acceptSigned(offer, signature, ENERGY_WH),
      refusal: (caller, role) => (role === "seller" ? ["OwnOffer", caller.address] : registeredAlone(caller, role)),
    };
  },
  // A batch does not revert for a caller who may not accept: each item does, and an event holds its error.
  acceptMany: async (scene) => {
    const offer = await declaredOffer(scene);
    return {
      call: (caller) => scene.market.connect(caller).acceptMany([{ offer, energyWh: ENERGY_WH }]),
      refusal: anyone,
    };
  },
  acceptSignedMany: async (scene) => {
    const item = { ...(await signedOffer(scene)), energyWh: ENERGY_WH };
    return { call: (caller) => scene.market.connect(caller).acceptSignedMany([item]), refusal: anyone };
  },
  decline: async (scene) => {
    const agreement = await awaitingAgreement(scene);
    return { call: (caller) => scene.market.connect(caller).decline(agreement), refusal: parties };
  },
  expire: async (scene) => {
    const agreement = await awaitingAgreement(scene);
    await scene.chain.time.increaseTo(agreement.offer.deliveryStart + 1n);
    return { call: (caller) => scene.market.connect(caller).expire(agreement), refusal: anyone };
  },
  verify: async (scene) => {
    const agreement = await awaitingAgreement(scene);
    if (scene.kind === "traditional") {
      const market = scene.market as TraditionalMarket;
      return { call: (caller) => market.connect(caller).verify(agreement), refusal: authorityAlone };
    }
    const market = scene.market as ImprovedMarket;
    const { declarer, accepter, approvals } = await verification(scene.chain, market, agreement);
    return {
      call: (caller) => market.connect(caller).verify(agreement, declarer, accepter, approvals),
      refusal: anyone,
    };
  },
  refuse: async (scene) => {
    const agreement = await awaitingAgreement(scene);
    const reason = Reason.CommitteeRefused;
    if (scene.kind === "traditional") {
      const market = scene.market as TraditionalMarket;
      return { call: (caller) => market.connect(caller).refuse(agreement, reason), refusal: authorityAlone };
    }
    const market = scene.market as ImprovedMarket;
    const signatures = await refusals(scene.chain, market, agreementIdOf(agreement), reason, 3);
    return { call: (caller) => market.connect(caller).refuse(agreement, reason, signatures), refusal: anyone };
  },
  settle: async (scene) => {
    const agreement = await deliveredAgreement(scene);
    const signature = await reading(scene.chain, scene.market, agreement, ENERGY_WH);
    return {
      call: (caller) => scene.market.connect(caller).settle(agreement, ENERGY_WH, signature),
      refusal: anyone,
    };
  },
  settleMany: async (scene) => {
    const agreement = await deliveredAgreement(scene);
    const meterSignature = await reading(scene.chain, scene.market, agreement, ENERGY_WH);
    const item = { agreement, energyWh: ENERGY_WH, meterSignature };
    return { call: (caller) => scene.market.connect(caller).settleMany([item]), refusal: anyone };
  },
  settleUnmetered: async (scene) => {
    const agreement = await signedAgreement(scene);
    await scene.chain.time.increaseTo(agreement.offer.deliveryEnd + readingWindow);
    return { call: (caller) => scene.market.connect(caller).settleUnmetered(agreement), refusal: parties };
  },
  payDebt: async (scene) => {
    const agreement = await indebtedAgreement(scene);
    await scene.market.deposit(scene.buyer.address, 1n);
    return { call: (caller) => scene.market.connect(caller).payDebt(agreement), refusal: anyone };
  },
  ...operatorActions({
    setFee: ({ market }, caller) => market.connect(caller).setFee(1n),
    collectFees: ({ market }, caller) => market.connect(caller).collectFees(caller.address),
    setDefaultCaps: ({ market }, caller) => market.connect(caller).setDefaultCaps(capTrades, capEnergyWh),
    setCaps: ({ market, buyer }, caller) => market.connect(caller).setCaps(buyer.address, capTrades, capEnergyWh),
    setMeter: ({ market, buyer }, caller) => market.connect(caller).setMeter(buyer.address, caller.address),
    addAuthority: ({ market, bystander }, caller) => market.connect(caller).addAuthority(bystander.address),
    removeAuthority: ({ market, authority }, caller) => market.connect(caller).removeAuthority(authority.address),
    pause: ({ market }, caller) => market.connect(caller).pause(),
    transferOwnership: ({ market, seller }, caller) => market.connect(caller).transferOwnership(seller.address),
    renounceOwnership: ({ market }, caller) => market.connect(caller).renounceOwnership(),
  }),
  unpause: async ({ market }) => {
    await market.pause();
    return { call: (caller) => market.connect(caller).unpause(), refusal: operatorAlone };
  },
  acceptOwnership: async ({ market, bystander }) => {
    await market.transferOwnership(bystander.address);
    return {
      call: (caller) => market.connect(caller).acceptOwnership(),
      refusal: ({ address }, role) => (role === "bystander" ? undefined : ["OwnableUnauthorizedAccount", address]),
    };
  },
};

function operatorActions(
  calls: Readonly<Record<string, (scene: Scene, caller: Wallet) => Promise<ContractTransactionResponse>>>,
) {
  return Object.fromEntries(
    Object.entries(calls).map(([name, call]) => [
      name,
      (scene: Scene): Action => ({ call: (caller) => call(scene, caller), refusal: operatorAlone }),
    ]),
  );
}
