import { toQuantity, type Wallet } from "ethers";

import { BlockSender } from "../../scripts/simulation/block-sender.js";
import type { StepCall } from "../../scripts/simulation/calls.js";
import { registrationKeyOf, seededWallet } from "../support/keys.js";
import { GENESIS, offerOf } from "../support/market.js";
import type { WarmMarket } from "./warm-market.js";

/** Offers, each of a seller of its own, that one more user accepts on the fast lane. */
const OFFERS_OF_BUYER = 10;
/** So little that the fee does not come to a base unit; with no margin either, nobody here needs money. */
const ENERGY_WH = 1n;

/**
 * Brings users into a market who register, declare an offer each and make an agreement about it, all of it by
 * transactions from their own accounts.
 *
 * @param offers - how many offers and agreements, a multiple of 10; a tenth more users
 * @param name - tells these users from earlier ones
 * @returns the buyers, who have made ten agreements each
 */
export async function populate({ chain, market }: WarmMarket, offers: number, name: string): Promise<Wallet[]> {
  const buyers = await unlocked(chain, offers / OFFERS_OF_BUYER, `${name} buyer`);
  const sellers = await unlocked(chain, offers, `${name} seller`);
  const mine = minerOf(chain);
  const to = await market.getAddress();
  const { interface: abi } = market;
  const call = (step: string, { address }: Wallet, data: string): StepCall => ({
    step,
    from: address,
    to,
    data,
    gas: GAS,
  });

  await mine(
    [...buyers, ...sellers].map((user) =>
      call("register", user, abi.encodeFunctionData("register", [registrationKeyOf(user)])),
    ),
  );
  const meter = seededWallet(1, "meter of every buyer").address;
  for (const { address } of buyers) await market.setMeter(address, meter, { gasLimit: GAS });

  const terms = await offerOf(market, chain.operator, { now: GENESIS, energyWh: ENERGY_WH, marginPerMWh: 0n });
  const declared = sellers.map(({ address }) => ({ ...terms, declarer: address }));
  await mine(sellers.map((seller, i) => call("declare", seller, abi.encodeFunctionData("declare", [declared[i]!]))));
  await mine(
    declared.map((offer, i) =>
      call("accept", buyers[Math.floor(i / OFFERS_OF_BUYER)]!, abi.encodeFunctionData("accept", [offer, ENERGY_WH])),
    ),
  );
  return buyers;
}

type Chain = WarmMarket["chain"];

/** New wallets whose accounts the chain sends from without a signature, with means for its fees. */
async function unlocked({ ethers: { provider } }: Chain, count: number, name: string): Promise<Wallet[]> {
  const wallets = Array.from({ length: count }, (_, i) => seededWallet(1, `${name} ${String(i)}`));
  for (const { address } of wallets) {
    await provider.send("hardhat_impersonateAccount", [address]);
    await provider.send("hardhat_setBalance", [address, toQuantity(10n ** 18n)]);
  }
  return wallets;
}

/** More than any of these steps needs; a block must hold that of all its transactions. */
const GAS = 130_000;
const TRANSACTIONS_PER_BLOCK = 250;

/** Mines calls of new accounts, many to a block. */
function minerOf({ ethers: { provider }, time }: Chain): (calls: readonly StepCall[]) => Promise<void> {
  const sender = new BlockSender({
    provider: { request: ({ method, params }) => provider.send(method, params ?? []) },
    transactionsPerBlock: TRANSACTIONS_PER_BLOCK,
  });
  return async (calls) => {
    await provider.send("evm_setAutomine", [false]);
    await sender.mine(calls, BigInt(await time.latest()) + 1n);
    await provider.send("evm_setAutomine", [true]);
  };
}
