import type { Refusal } from "../../src/market/revert.js";
import { isoInstant } from "../../src/data/timestamp.js";
import { AgreementStatus, OfferStatus } from "../../src/model/terms.js";
import { kWh, tokens } from "../../src/report/amounts.js";
import { statusWord } from "./words.js";

/** The custom errors' arguments by their names, each of which means the same in all of them. */
type Args = Readonly<Record<NumberName, bigint> & Record<TextName, string>>;
type NumberName =
  | "allowance"
  | "amount"
  | "balance"
  | "bits"
  | "currentNonce"
  | "damagesPricePerMWh"
  | "deadline"
  | "deliveryEnd"
  | "deliveryStart"
  | "energyWh"
  | "expected"
  | "expiry"
  | "feePerMWh"
  | "free"
  | "held"
  | "index"
  | "length"
  | "lowestNumber"
  | "marketFeePerMWh"
  | "moved"
  | "needed"
  | "number"
  | "openDebts"
  | "pricePerMWh"
  | "remainingWh"
  | "rho"
  | "signatures"
  | "status"
  | "value"
  | "windowEnd";
type TextName =
  | "account"
  | "agreementId"
  | "approver"
  | "authority"
  | "buyer"
  | "caller"
  | "declarer"
  | "keyAddress"
  | "meter"
  | "offerId"
  | "owner"
  | "party"
  | "receiver"
  | "sender"
  | "signer"
  | "spender"
  | "str"
  | "token"
  | "user";

/**
 * What each custom error of the markets and their token means to whoever ran into it, and what to do. Errors that no
 * act of a person can bring about say so.
 */
export const SENTENCES: Readonly<Record<string, (args: Args) => string>> = {
  // Users
  AlreadyRegistered: ({ user }) => `${user} is registered already: nothing is left to do`,
  NotRegistered: ({ user }) => `${user} is not registered: run market register with that account first`,
  ForeignKey: ({ keyAddress, caller }) => `the public key is that of ${keyAddress}: ${caller} must register its own`,
  InvalidKeyLength: ({ length }) => `a public key has 64 bytes, this one has ${length}`,
  Suspended: ({ user, openDebts }) =>
    `${user} is suspended for ${openDebts} unpaid debts: see market status, deposit, and run market pay-debt for each`,
  AccountFrozen: ({ user }) =>
    `${user} is frozen until its present trade has ended: settle it, or wait for its deadline (see market status)`,

  // Money
  NothingReceived: () => "no tokens arrived: deposit more than zero",
  BalanceTooLow: ({ user, free, amount }) =>
    `${user} has ${tokens(free)} free, and ${tokens(amount)} are needed: run market deposit, or ask for less`,
  WrongTokenMovement: ({ expected, moved }) =>
    `the token moved ${tokens(moved)} in place of ${tokens(expected)}, which the market does not allow: tell the bank`,
  BooksFull: ({ held, amount }) => `the market holds ${tokens(held)} and has no room for ${tokens(amount)} more`,
  ERC20InsufficientBalance: ({ sender, balance, needed }) =>
    `${sender} holds ${tokens(balance)} in tokens, and ${tokens(needed)} are needed: ask the bank for more (market mint)`,
  ERC20InsufficientAllowance: ({ allowance, needed }) =>
    `the market may take ${tokens(allowance)} of the payer's tokens, and ${tokens(needed)} are needed: the permit does not count; run market deposit again`,
  ERC20InvalidReceiver: ({ receiver }) => `${receiver} cannot receive tokens: name another address`,
  ERC20InvalidSender: ({ sender }) => `${sender} cannot send tokens: name another address`,
  ERC20InvalidApprover: ({ approver }) => `${approver} cannot permit anything: name another account`,
  ERC20InvalidSpender: ({ spender }) => `${spender} cannot be permitted anything: name another address`,
  ERC2612ExpiredSignature: ({ deadline }) => `the permit ended at ${instant(deadline)}: sign another`,
  ERC2612InvalidSigner: ({ signer, owner }) => `the permit is signed by ${signer}, not by ${owner}: sign it again`,
  InvalidAccountNonce: ({ account, currentNonce }) =>
    `another permit of ${account} came first (the next is number ${currentNonce}): run the command again`,
  SafeERC20FailedOperation: ({ token }) => `the token ${token} refused the transfer: check balance and allowance`,

  // Offers
  NotDeclarer: ({ caller, declarer }) =>
    `${caller} did not declare this offer, ${declarer} did: run it with that --account`,
  ZeroEnergy: () => "the energy is zero: give some by --energy",
  InvalidPeriod: ({ expiry, deliveryStart, deliveryEnd }) =>
    `an offer expires (${instant(expiry)}) no later than delivery begins (${instant(deliveryStart)}), which is before it ends (${instant(deliveryEnd)}): check --from, --to and --expiry`,
  DamagesAbovePrice: ({ damagesPricePerMWh, pricePerMWh }) =>
    `damages of ${tokens(damagesPricePerMWh)} per MWh exceed the price of ${tokens(pricePerMWh)}: lower --damages`,
  WrongFee: ({ feePerMWh, marketFeePerMWh }) =>
    `the offer says a fee of ${tokens(feePerMWh)} per MWh, the market's is ${tokens(marketFeePerMWh)} now: make the offer again`,
  OfferExists: ({ offerId }) =>
    `offer ${offerId} was declared already: another of the same terms needs another --number`,
  OfferNotOpen: ({ offerId, status }) =>
    status === OfferStatus.None
      ? `offer ${offerId} was never declared on this market: see market offers`
      : `offer ${offerId} is cancelled: choose another (market offers --open)`,
  OfferExpired: ({ offerId, expiry }) => `offer ${offerId} expired at ${instant(expiry)}: choose or make another`,
  NumberCancelled: ({ number, lowestNumber }) =>
    `its declarer has cancelled signed offers below number ${lowestNumber}, and this is number ${number}: ask for another`,
  OwnOffer: () => "the offer is your own: somebody else must accept it, or run it with another --account",
  EnergyAboveRemaining: ({ energyWh, remainingWh }) =>
    `the offer has ${kWh(remainingWh)} kWh left, and ${kWh(energyWh)} kWh are asked for: lower --energy`,
  NoMeter: ({ buyer }) => `the buyer ${buyer} has no meter: the operator sets it by market set-meter`,

  // Agreements
  NotParty: ({ caller }) => `${caller} is not a party of this agreement: run it with the buyer's or seller's --account`,
  WrongStatus: ({ agreementId, status }) =>
    status === AgreementStatus.None
      ? `agreement ${agreementId} is not one of this market: see market status`
      : `agreement ${agreementId} is ${statusWord(status)}: this cannot be done to it (any more)`,
  DeadlinePassed: ({ deadline }) =>
    `its verification had to come by ${instant(deadline)}: run market expire to end it and free the offer's energy`,
  DeadlineNotPassed: ({ deadline }) =>
    `it may be verified until ${instant(deadline)}: wait, or a party ends it by market decline`,
  DeliveryNotEnded: ({ deliveryEnd }) => `its delivery ends at ${instant(deliveryEnd)}: settle it then`,
  ReadingWindowOpen: ({ windowEnd }) =>
    `a meter reading has precedence until ${instant(windowEnd)}: settle with one (--reading FILE), or wait`,
  WrongMeter: ({ signer, meter }) => `the reading is signed by ${signer}, not by the agreement's meter ${meter}`,
  NoDebt: ({ agreementId }) => `nothing is owed for agreement ${agreementId}`,
  WrongPartySignature: ({ signer, party }) => `a signature is by ${signer} in place of ${party}: that party must sign`,
  NotRefusalReason: () =>
    "authorities refuse a key (KeyRefused) or as a committee (CommitteeRefused), for no other reason",

  // The committee
  NotAuthority: ({ account }) => `${account} is no authority of this market: see market authorities`,
  AlreadyAuthority: ({ account }) => `${account} is an authority already`,
  ZeroAuthority: () => "the zero address cannot be an authority: name an account",
  CommitteeFull: () => "the committee has 160 authorities, its most: remove one first",
  LastAuthority: () => "the last authority stays: add another first",
  SignersNotAscending: () => "verdicts must be by distinct authorities, in ascending order of their addresses",
  TooFewSignatures: ({ signatures, needed }) =>
    `${signatures} of the authorities have signed, and ${needed} are needed: ask further authorities`,
  AlreadyChecked: ({ authority }) => `${authority} has checked this agreement already: the others must`,
  ECDSAInvalidSignature: () => "nobody can have made this signature: it was changed on its way, sign again",
  ECDSAInvalidSignatureLength: ({ length }) => `a signature has 65 bytes, this one has ${length}: sign again`,
  ECDSAInvalidSignatureS: () => "the signature is not in the one form the market takes (lower s): sign again",

  // The operator
  OwnableUnauthorizedAccount: ({ account }) =>
    `${account} may not do this: it is for the market's operator, or the token's bank; run it with that --account`,
  OwnableInvalidOwner: ({ owner }) => `${owner} cannot be the owner: name an account`,
  EnforcedPause: () => "the market is paused, no offers or agreements are made: wait until the operator ends the pause",
  ExpectedPause: () => "the market is not paused: nothing is left to do",
  SafeCastOverflowedUintDowncast: ({ bits, value }) => `${value} does not fit into ${bits} bits: ask for less`,

  // Nobody's to bring about
  ItemUnfinished: ({ index }) =>
    `item ${index} of the batch ran out of gas, so nothing was done: give more gas, or fewer items`,
  ReentrancyGuardReentrantCall: () => "the token called the market back during a transfer, which is not allowed",
  InvalidRho: ({ rho }) => `rho of ${rho} is not below 1e18`,
  InvalidShortString: () => "the contract holds a text it cannot read: deploy it again",
  StringTooLong: ({ str }) => `the text ${str} is too long`,
};

/** A refusal as a sentence. */
export function sentenceOf({ name, args }: Refusal): string {
  return SENTENCES[name]?.(args as unknown as Args) ?? `the contract refuses with ${name}`;
}

function instant(seconds: bigint): string {
  return isoInstant(Number(seconds));
}
