import { MaxUint256, ZeroAddress } from "ethers";

import { agreementIdOf } from "../../src/market/typed-data.js";
import { AgreementStatus } from "../../src/model/terms.js";
import {
  acceptedAgreement,
  awaitingAgreement,
  declaredOffer,
  ENERGY_WH,
  indebtedAgreement,
  settle,
  signedAgreement,
  signedOffer,
  verifyFully,
} from "./agreements.js";
import { accept, acceptSigned } from "./market.js";
import type { Scene } from "./scene.js";

/** Everything that can become of offers, agreements and users, one after the other. */
export async function marketHistory(scene: Scene) {
  const { chain, market, operator, buyer, seller, bystander, stranger } = scene;
  const cancelled = await declaredOffer(scene);
  await market.connect(seller).cancel(cancelled);
  for (const number of [0n, 1n]) {
    const { agreement, status } = await acceptSigned(
      market,
      bystander,
      await signedOffer(scene, { number }),
      ENERGY_WH,
    );
    if (status === AgreementStatus.AwaitingVerification) await market.connect(bystander).decline(agreement);
  }
  await market.connect(seller).cancelUpTo(0n);
  await market.connect(seller).cancelSigned((await signedOffer(scene)).offer);

  const declined = await awaitingAgreement(scene);
  await market.connect(seller).decline(declined);
  const verified = await awaitingAgreement(scene, { energyWh: 10n * ENERGY_WH });
  await verifyFully(scene, verified);
  await chain.time.increaseTo(verified.offer.deliveryEnd);
  await settle(scene, verified, verified.energyWh / 2n);

  await market.setCaps(buyer.address, 20, 10_000_000);
  const { free } = await market.accountOf(buyer.address);
  const dear = { marginPerMWh: (free * 1_000_000n) / ENERGY_WH + 10n };
  const poor = await acceptedAgreement(scene, dear);
  if (poor.status === AgreementStatus.AwaitingVerification) await verifyFully(scene, poor.agreement);

  const debt = await indebtedAgreement(scene);
  for (const amount of [1n, MaxUint256]) {
    const owed = await market.debtOf(agreementIdOf(debt));
    await market.connect(stranger).deposit(buyer.address, amount < owed ? amount : owed);
    await market.connect(stranger).payDebt(debt);
  }
  await market.connect(operator).setMeter(bystander.address, ZeroAddress);
  await market.connect(stranger).deposit(buyer.address, 50_000_000n);
  const open = await signedAgreement(scene);
  const filled = await accept(market, scene.others[1], await declaredOffer(scene, { energyWh: 9n }), 9n);
  return { cancelled, declined, verified, poor: poor.agreement, debt, open, filled: filled.agreement };
}
