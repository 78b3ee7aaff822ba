import { Signature, type Addressable, type Wallet } from "ethers";

import { signPermit } from "../../src/market/typed-data.js";
import type { BankMoney } from "../../typechain-types/index.js";
import { DAY, GENESIS } from "./market.js";

const DEADLINE = GENESIS + 365n * DAY;

/** The arguments of `depositWithPermit`, with the payer's permit for that amount; the spender is a market. */
export async function permitOf(token: BankMoney, payer: Wallet, spender: Addressable, user: string, amount: bigint) {
  const { name, version, chainId, verifyingContract } = await token.eip712Domain();
  const permit = {
    owner: payer.address,
    spender: await spender.getAddress(),
    value: amount,
    nonce: await token.nonces(payer.address),
    deadline: DEADLINE,
  };
  const { v, r, s } = Signature.from(await signPermit(payer, { name, version, chainId, verifyingContract }, permit));
  return [user, amount, DEADLINE, v, r, s] as const;
}
