import { Signature, type Wallet } from "ethers";

import type { Market } from "../../scripts/chain/deploy.js";
import type { BankMoney } from "../../typechain-types/index.js";
import { GENESIS } from "./market.js";

/** A year after the tests' chains begin. */
const DEADLINE = GENESIS + 31_536_000n;

const PERMIT = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};

/** The arguments of `depositWithPermit`, with the payer's EIP-2612 permit for that amount. */
export async function permitOf(token: BankMoney, payer: Wallet, market: Market, user: string, amount: bigint) {
  const { name, version, chainId, verifyingContract } = await token.eip712Domain();
  const signature = await payer.signTypedData({ name, version, chainId, verifyingContract }, PERMIT, {
    owner: payer.address,
    spender: await market.getAddress(),
    value: amount,
    nonce: await token.nonces(payer.address),
    deadline: DEADLINE,
  });
  const { v, r, s } = Signature.from(signature);
  return [user, amount, DEADLINE, v, r, s] as const;
}
