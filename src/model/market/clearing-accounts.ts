import { event, succeeds, revert, type MarketCall, type EmittedEvent } from "./answer.js";
import { requireOperator } from "./operator.js";
import { accountOf, change, type MarketState } from "./state.js";
import { requireNotFrozen, requireRegistered } from "./user-registry.js";

/** Moves tokens from the caller to a user's free balance, base units. */
export function deposit(market: MarketState, { sender }: MarketCall, user: string, amount: bigint): EmittedEvent[] {
  requireDepositable(market, sender, user, amount, market.token.allowance(sender, market.address));
  return takeIn(market, sender, user, amount);
}

/**
 * {@link deposit} with the caller's permit, its signature in three parts. Where the permit fails, the allowance
 * decides.
 */
export function depositWithPermit(
  market: MarketState,
  { sender, now }: MarketCall,
  user: string,
  amount: bigint,
  deadline: bigint,
  v: bigint,
  r: string,
  s: string,
): EmittedEvent[] {
  const { token, address } = market;
  const permit = { owner: sender, spender: address, value: amount, deadline };
  const signature = `${r}${s.slice(2)}${v.toString(16).padStart(2, "0")}`;
  const permitted = succeeds(() => {
    token.requirePermit(permit, signature, now);
  });
  requireDepositable(market, sender, user, amount, permitted ? amount : token.allowance(sender, address));
  if (permitted) token.permit(permit, signature, now);
  return takeIn(market, sender, user, amount);
}

function requireDepositable(market: MarketState, payer: string, user: string, amount: bigint, allowance: bigint): void {
  const { token, address, held } = market;
  requireRegistered(market, user);
  token.requireTransferableFrom(address, payer, address, amount, allowance);
  if (amount === 0n) revert("NothingReceived");
  if (held + amount > MOST_HELD) revert("BooksFull", held, amount);
}

function takeIn(market: MarketState, payer: string, user: string, amount: bigint): EmittedEvent[] {
  market.token.transferFrom(market.address, payer, market.address, amount);
  market.held += amount;
  change(market, user, { free: accountOf(market, user).free + amount });
  return [event("Deposited", user, payer, amount)];
}

/** Pays from the caller's free balance, base units. */
export function withdraw(market: MarketState, { sender }: MarketCall, amount: bigint, to: string): EmittedEvent[] {
  requireNotFrozen(market, sender);
  const { free } = accountOf(market, sender);
  if (amount > free) revert("BalanceTooLow", sender, free, amount);
  requirePayable(market, to, amount);

  if (amount > 0n) change(market, sender, { free: free - amount });
  payOut(market, to, amount);
  return [event("Withdrawn", sender, to, amount)];
}

/** Pays out the collected fees. */
export function collectFees(market: MarketState, call: MarketCall, to: string): EmittedEvent[] {
  requireOperator(market, call);
  const { fees } = market;
  requirePayable(market, to, fees);

  market.fees = 0n;
  payOut(market, to, fees);
  return [event("FeesCollected", to, fees)];
}

/** Requires that the token can be paid out. A payment to the market itself would move nothing. */
function requirePayable({ token, address }: MarketState, to: string, amount: bigint): void {
  token.requireTransferable(address, to, amount);
  if (to === address && amount > 0n) revert("WrongTokenMovement", amount, 0n);
}

function payOut(market: MarketState, to: string, amount: bigint): void {
  market.held -= amount;
  market.token.transfer(market.address, to, amount);
}

/** Sets the platform fee of offers declared from now on, base units per MWh. */
export function setFee(market: MarketState, call: MarketCall, feePerMWh: bigint): EmittedEvent[] {
  requireOperator(market, call);
  market.feePerMWh = feePerMWh;
  return [event("FeeSet", feePerMWh)];
}

/**
 * Moves what a buyer owes to the seller: from the margin, which is released, then from the buyer's free balance.
 *
 * @returns what was paid: `amount`, or all that the buyer has
 */
export function pay(market: MarketState, buyer: string, seller: string, amount: bigint, margin: bigint): bigint {
  const available = accountOf(market, buyer).free + margin;
  const paid = amount < available ? amount : available;
  change(market, buyer, { free: available - paid });
  change(market, seller, { free: accountOf(market, seller).free + paid });
  return paid;
}

/** The largest total held: the contract's 96 bits. */
const MOST_HELD = 2n ** 96n - 1n;
