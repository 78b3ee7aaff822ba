import { revert } from "./answer.js";
import { ZERO_ADDRESS, type Cryptography, type Permit } from "./cryptography.js";

/** An ERC-20 with EIP-2612 permits by OpenZeppelin's rules: the part that a market uses. Amounts in base units. */
export class PaymentToken {
  readonly #balances = new Map<string, bigint>();
  readonly #allowances = new Map<string, bigint>();
  readonly #nonces = new Map<string, bigint>();
  readonly #cryptography: Pick<Cryptography, "recover">;

  constructor(cryptography: Pick<Cryptography, "recover">) {
    this.#cryptography = cryptography;
  }

  balanceOf(owner: string): bigint {
    return this.#balances.get(owner) ?? 0n;
  }

  allowance(owner: string, spender: string): bigint {
    return this.#allowances.get(pair(owner, spender)) ?? 0n;
  }

  nonceOf(owner: string): bigint {
    return this.#nonces.get(owner) ?? 0n;
  }

  mint(to: string, amount: bigint): void {
    this.#balances.set(to, this.balanceOf(to) + amount);
  }

  approve(owner: string, spender: string, amount: bigint): void {
    if (spender === ZERO_ADDRESS) revert("ERC20InvalidSpender", spender);
    this.#allowances.set(pair(owner, spender), amount);
  }

  /** {@link approve} with the owner's signature, which counts once; `now` in s. */
  permit(permit: Permit, signature: string, now: bigint): void {
    const { owner, spender, value } = permit;
    this.requirePermit(permit, signature, now);
    this.#nonces.set(owner, this.nonceOf(owner) + 1n);
    this.approve(owner, spender, value);
  }

  /** Reverts where {@link permit} would. */
  requirePermit(permit: Permit, signature: string, now: bigint): void {
    const { owner, deadline } = permit;
    if (now > deadline) revert("ERC2612ExpiredSignature", deadline);
    const signer = this.#cryptography.recover({ kind: "permit", ...permit, nonce: this.nonceOf(owner) }, signature);
    if (signer !== owner) revert("ERC2612InvalidSigner", signer, owner);
  }

  transfer(from: string, to: string, amount: bigint): void {
    this.requireTransferable(from, to, amount);
    this.#balances.set(from, this.balanceOf(from) - amount);
    this.#balances.set(to, this.balanceOf(to) + amount);
  }

  /** Reverts where {@link transfer} would. */
  requireTransferable(from: string, to: string, amount: bigint): void {
    if (to === ZERO_ADDRESS) revert("ERC20InvalidReceiver", to);
    const balance = this.balanceOf(from);
    if (amount > balance) revert("ERC20InsufficientBalance", from, balance, amount);
  }

  transferFrom(spender: string, from: string, to: string, amount: bigint): void {
    this.requireTransferableFrom(spender, from, to, amount);
    const allowance = this.allowance(from, spender);
    if (allowance !== UNLIMITED) this.approve(from, spender, allowance - amount);
    this.transfer(from, to, amount);
  }

  /** Reverts where {@link transferFrom} would with that allowance. */
  requireTransferableFrom(
    spender: string,
    from: string,
    to: string,
    amount: bigint,
    allowance = this.allowance(from, spender),
  ): void {
    if (amount > allowance) revert("ERC20InsufficientAllowance", spender, allowance, amount);
    this.requireTransferable(from, to, amount);
  }
}

/** An unlimited allowance, which a transfer does not reduce. */
const UNLIMITED = 2n ** 256n - 1n;

function pair(owner: string, spender: string): string {
  return `${owner} ${spender}`;
}
