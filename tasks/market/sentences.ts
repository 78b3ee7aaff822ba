import { isoInstant } from "../../src/data/timestamp.js";
import type { Revert } from "../../src/market/revert.js";
import { statusWord } from "../../src/market/words.js";
import { AgreementStatus, OfferStatus } from "../../src/model/terms.js";
import { kWh, tokens } from "../../src/report/amounts.js";

/** The custom errors' arguments by name; a name means the same in every error. */
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
 * What each custom error of the markets and their token means to the user who ran into it, and what to do about it.
 * Some cannot be caused by a user; they are here so that every error has its sentence.
 * @public
 */
export const SENTENCES: Readonly<Record<string, (args: Args) => string>> = {
  // Users
  AlreadyRegistered: ({ user }) => `${user} is already registered; nothing to do`,
  NotRegistered: ({ user }) => `${user} is not registered: run market register with that account first`,
  ForeignKey: ({ keyAddress, caller }) => `the public key belongs to ${keyAddress}: ${caller} must register its own`,
  InvalidKeyLength: ({ length }) => `a public key has 64 bytes, this one has ${length}`,
  Suspended: ({ user, openDebts }) =>
    `${user} is suspended until its debts are paid (open: ${openDebts}): see market status, deposit, and run market pay-debt for each`,
  AccountFrozen: ({ user }) =>
    `${user} is frozen until its current trade ends: settle it, or wait for its deadline (see market status)`,

  // Money
  NothingReceived: () => "no tokens arrived: deposit more than zero",
  BalanceTooLow: ({ user, free, amount }) =>
    `${user} has ${tokens(free)} free but needs ${tokens(amount)}: run market deposit, or use a smaller amount`,
  WrongTokenMovement: ({ expected, moved }) =>
    `the token moved ${tokens(moved)} instead of ${tokens(expected)}, which the market does not allow: tell the bank`,
  BooksFull: ({ held, amount }) => `the market holds ${tokens(held)} and cannot take another ${tokens(amount)}`,
  ERC20InsufficientBalance: ({ sender, balance, needed }) =>
    `${sender} has ${tokens(balance)} in its wallet but needs ${tokens(needed)}: get more from the bank (market mint)`,
  ERC20InsufficientAllowance: ({ allowance, needed }) =>
    `the market may take ${tokens(allowance)} of the payer's tokens but needs ${tokens(needed)}: run market deposit again`,
  ERC20InvalidReceiver: ({ receiver }) => `${receiver} cannot receive tokens: use another address`,
  ERC20InvalidSender: ({ sender }) => `${sender} cannot send tokens: use another address`,
  ERC20InvalidApprover: ({ approver }) => `${approver} cannot approve a spender: use another account`,
  ERC20InvalidSpender: ({ spender }) => `${spender} cannot be approved as a spender: use another address`,
  ERC2612ExpiredSignature: ({ deadline }) => `the permit expired at ${instant(deadline)}: run the command again`,
  ERC2612InvalidSigner: ({ signer, owner }) => `the permit was signed by ${signer}, not by ${owner}: sign it again`,
  InvalidAccountNonce: ({ account, currentNonce }) =>
    `another permit of ${account} was used first (the next nonce is ${currentNonce}): run the command again`,
  SafeERC20FailedOperation: ({ token }) => `the token ${token} failed to transfer: check balance and allowance`,

  // Offers
  NotDeclarer: ({ caller, declarer }) =>
    `${caller} did not declare this offer, ${declarer} did: use the declarer's --account`,
  ZeroEnergy: () => "the energy is zero: give more by --energy",
  InvalidPeriod: ({ expiry, deliveryStart, deliveryEnd }) =>
    `an offer must expire (here ${instant(expiry)}) no later than delivery starts (${instant(deliveryStart)}), and delivery must start before it ends (${instant(deliveryEnd)}): check --from, --to and --expiry`,
  DamagesAbovePrice: ({ damagesPricePerMWh, pricePerMWh }) =>
    `damages of ${tokens(damagesPricePerMWh)} per MWh exceed the price of ${tokens(pricePerMWh)}: lower --damages`,
  WrongFee: ({ feePerMWh, marketFeePerMWh }) =>
    `the offer states a fee of ${tokens(feePerMWh)} per MWh, but the market's is now ${tokens(marketFeePerMWh)}: make a new offer`,
  OfferExists: ({ offerId }) => `offer ${offerId} already exists: an equal offer needs another --number`,
  OfferNotOpen: ({ offerId, status }) =>
    status === OfferStatus.None
      ? `offer ${offerId} was never declared on this market: see market offers`
      : `offer ${offerId} is cancelled: choose another (market offers --open)`,
  OfferExpired: ({ offerId, expiry }) => `offer ${offerId} expired at ${instant(expiry)}: choose or make another`,
  NumberCancelled: ({ number, lowestNumber }) =>
    `the declarer cancelled signed offers below number ${lowestNumber}; this one is number ${number}: ask for a new one`,
  OwnOffer: () => "this is your own offer: somebody else must accept it",
  EnergyAboveRemaining: ({ energyWh, remainingWh }) =>
    `the offer has ${kWh(remainingWh)} kWh left, less than ${kWh(energyWh)} kWh: lower --energy`,
  NoMeter: ({ buyer }) => `the buyer ${buyer} has no meter: the operator must set one with market set-meter`,

  // Agreements
  NotParty: ({ caller }) => `${caller} is not a party to this agreement: use the buyer's or seller's --account`,
  WrongStatus: ({ agreementId, status }) =>
    status === AgreementStatus.None
      ? `agreement ${agreementId} does not exist on this market: see market status`
      : `agreement ${agreementId} is ${statusWord(status)}: this is not possible in that state`,
  DeadlinePassed: ({ deadline }) =>
    `the deadline for verification was ${instant(deadline)}: run market expire to end the agreement and free the offer's energy`,
  DeadlineNotPassed: ({ deadline }) =>
    `the agreement can be verified until ${instant(deadline)}: wait, or end it as a party with market decline`,
  DeliveryNotEnded: ({ deliveryEnd }) => `delivery ends at ${instant(deliveryEnd)}: settle after that`,
  ReadingWindowOpen: ({ windowEnd }) =>
    `only a meter reading can settle the agreement until ${instant(windowEnd)}: use --reading FILE, or wait`,
  WrongMeter: ({ signer, meter }) => `the reading was signed by ${signer}, not by the agreement's meter ${meter}`,
  NoDebt: ({ agreementId }) => `nothing is owed for agreement ${agreementId}`,
  WrongPartySignature: ({ signer, party }) => `a signature is by ${signer} instead of ${party}: that party must sign`,
  NotRefusalReason: () => "authorities can refuse an agreement only with the reason KeyRefused or CommitteeRefused",

  // The committee
  NotAuthority: ({ account }) => `${account} is not an authority of this market: see market authorities`,
  AlreadyAuthority: ({ account }) => `${account} is already an authority`,
  ZeroAuthority: () => "the zero address cannot be an authority",
  CommitteeFull: () => "the committee has 160 authorities, the maximum: remove one first",
  LastAuthority: () => "cannot remove the last authority; add another first",
  SignersNotAscending: () => "verdicts must come from different authorities, in ascending order of their addresses",
  TooFewSignatures: ({ signatures, needed }) =>
    `${signatures} authorities have signed, but ${needed} are needed: ask more authorities`,
  AlreadyChecked: ({ authority }) => `${authority} has already checked this agreement: the others must`,
  ECDSAInvalidSignature: () => "the signature is invalid: sign again",
  ECDSAInvalidSignatureLength: ({ length }) => `a signature has 65 bytes, this one has ${length}: sign again`,
  ECDSAInvalidSignatureS: () => "the signature's s value is too high (the market takes the lower of two): sign again",

  // The operator
  OwnableUnauthorizedAccount: ({ account }) =>
    `${account} may not do this; only the market's operator or the token's bank can: use that --account`,
  OwnableInvalidOwner: ({ owner }) => `${owner} cannot be the owner: use another address`,
  EnforcedPause: () => "the market is paused: wait until the operator allows new offers and agreements again",
  ExpectedPause: () => "the market is not paused; nothing to do",
  SafeCastOverflowedUintDowncast: ({ bits, value }) => `${value} does not fit in ${bits} bits: use a smaller number`,

  // Not caused by users
  ItemUnfinished: ({ index }) =>
    `item ${index} ran out of gas, so the whole batch reverted: send more gas, or fewer items`,
  ReentrancyGuardReentrantCall: () => "the token called the market back during a transfer, which is not allowed",
  InvalidRho: ({ rho }) => `rho is ${rho} but must be below 1e18`,
  InvalidShortString: () => "the contract holds a text that it cannot read: deploy it again",
  StringTooLong: ({ str }) => `the text ${str} is too long`,
};

/** A revert as a sentence. */
export function sentenceOf({ name, args }: Revert): string {
  return SENTENCES[name]?.(args as unknown as Args) ?? `the contract reverted with ${name}`;
}

function instant(seconds: bigint): string {
  return isoInstant(Number(seconds));
}
