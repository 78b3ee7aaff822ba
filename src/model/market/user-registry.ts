import { accountOf, change, type MarketState, UserStatus } from "./state.js";
import { event, revert, type MarketCall, type EmittedEvent } from "./answer.js";
import { ZERO_ADDRESS } from "./cryptography.js";
import { requireOperator } from "./operator.js";

/** Registers the caller, once, with the default caps and the caller's own public key (64 bytes). */
export function register(market: MarketState, { sender }: MarketCall, publicKey: string): EmittedEvent[] {
  if (accountOf(market, sender).status !== UserStatus.Unregistered) revert("AlreadyRegistered", sender);
  const length = BigInt(publicKey.length - "0x".length) / 2n;
  if (length !== 64n) revert("InvalidKeyLength", length);
  const keyAddress = market.cryptography.addressOf(publicKey);
  if (keyAddress !== sender) revert("ForeignKey", keyAddress, sender);

  const h = market.cryptography.hash160(publicKey);
  const { defaultCapTrades: capTrades, defaultCapEnergyWh: capEnergyWh } = market;
  market.keyHashes.set(sender, h);
  change(market, sender, { status: UserStatus.Active, capTrades, capEnergyWh });
  return [event("Registered", sender, h, capTrades, capEnergyWh)];
}

/** Sets N and M (Wh) of users who register from now on. */
export function setDefaultCaps(
  market: MarketState,
  call: MarketCall,
  capTrades: bigint,
  capEnergyWh: bigint,
): EmittedEvent[] {
  requireOperator(market, call);
  market.defaultCapTrades = capTrades;
  market.defaultCapEnergyWh = capEnergyWh;
  return [event("DefaultCapsSet", capTrades, capEnergyWh)];
}

/** Sets a user's N and M (Wh) for trades from now on. */
export function setCaps(
  market: MarketState,
  call: MarketCall,
  user: string,
  capTrades: bigint,
  capEnergyWh: bigint,
): EmittedEvent[] {
  requireOperator(market, call);
  requireRegistered(market, user);
  change(market, user, { capTrades, capEnergyWh });
  return [event("CapsSet", user, capTrades, capEnergyWh)];
}

/** Sets the key that signs a user's meter readings, for agreements from now on. */
export function setMeter(market: MarketState, call: MarketCall, user: string, meter: string): EmittedEvent[] {
  requireOperator(market, call);
  requireRegistered(market, user);
  market.meters.set(user, meter);
  return [event("MeterSet", user, meter)];
}

/** The meter key of a user's new agreements; the zero address when there is none. */
export function meterOf(market: MarketState, user: string): string {
  return market.meters.get(user) ?? ZERO_ADDRESS;
}

/** Requires a user who may trade: registered, not frozen, without debts. */
export function requireTrader(market: MarketState, user: string): void {
  requireRegistered(market, user);
  requireNotFrozen(market, user);
  const { openDebts } = accountOf(market, user);
  if (openDebts > 0n) revert("Suspended", user, openDebts);
}

export function requireRegistered(market: MarketState, user: string): void {
  if (accountOf(market, user).status === UserStatus.Unregistered) revert("NotRegistered", user);
}

export function requireNotFrozen(market: MarketState, user: string): void {
  if (accountOf(market, user).status === UserStatus.Frozen) revert("AccountFrozen", user);
}
