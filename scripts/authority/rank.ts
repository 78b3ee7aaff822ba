import { concat, keccak256 } from "ethers";

/**
 * The order in which authorities are to submit an agreement's verification: by a hash of the agreement's id and each one's
 * address, so that all know it without asking, and each is the first for its share of the agreements.
 *
 * @returns how many come before `authority`, from 0; -1 when it is not among them
 */
export function rankOf(authority: string, authorities: readonly string[], agreement: string): number {
  const draws = authorities.map((address) => ({ address, draw: keccak256(concat([agreement, address])) }));
  draws.sort((a, b) => (a.draw < b.draw ? -1 : 1));
  return draws.findIndex(({ address }) => address === authority);
}
