// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// The specification of a Wattlane market: its types, events, errors and entry points.
//
// Units. Energy: watt-hours (Wh). Money: base units of the payment token. Prices: base units per MWh (1e6 Wh).
// Time: seconds since 1970. Coefficients: WAD (1e18 = 1). Every amount of money is rounded down, once, at its end:
// the payer gains less than one base unit, and no payment exceeds what its clause says.
//
// Identity. An offer's id is the EIP-712 struct hash of its terms, an agreement's id that of its own. Storage holds
// their state alone, in one word each; whoever acts on one passes the terms again, as the events announced them.
// So terms cannot change, and what a party signs is what the market executes.
//
// Signed offers. A declarer may sign an offer off chain instead of declaring it. Whoever holds the signature can have it
// begin, by its first acceptance, which the log tells as any declaration; from then on it is open to all. Nobody is
// bound before, and the declarer can cancel it before and after, singly or with all others up to a number.
//
// Batches. An item of a batch is the same call as alone, by the same caller, with its own success or refusal: what it
// would have reverted with stands in an event, and the other items go on.
//
// Trust. The operator (owner) sets caps, authorities, meters and fees for the future and can pause new offers and
// agreements; it cannot touch a balance or a signed agreement. A quorum of authorities can let a user past the caps
// when both parties sign too, a blocking minority can stop it; neither can move money. A meter key decides the
// metered energy of its own user's agreements. See docs/trust.md.

/// @notice What the declarer of an offer wants to do.
enum Side {
    Buy,
    Sell
}

/// @notice The terms of an offer; also its EIP-712 type.
/// @param declarer who declares it; buyer or seller by `side`
/// @param energyWh energy on offer, Wh, fillable in parts
/// @param pricePerMWh price of energy in the band, base units per MWh
/// @param excessPricePerMWh price of what is used above 110 % of an agreement's energy
/// @param damagesPricePerMWh liquidated damages for what is missing below 90 %; at most `pricePerMWh`
/// @param marginPerMWh margin that the buyer puts up, base units per MWh of agreed energy
/// @param feePerMWh platform fee that the seller pays, base units per MWh; the market's fee when declared, or begun
/// @param deliveryStart start of the delivery period
/// @param deliveryEnd end of the delivery period, after its start
/// @param expiry from this moment nobody can accept; at most `deliveryStart`
/// @param number the declarer's own, to tell equal offers apart, and to cancel signed ones up to one
struct Offer {
    address declarer;
    Side side;
    uint48 energyWh;
    uint96 pricePerMWh;
    uint96 excessPricePerMWh;
    uint96 damagesPricePerMWh;
    uint96 marginPerMWh;
    uint96 feePerMWh;
    uint40 deliveryStart;
    uint40 deliveryEnd;
    uint40 expiry;
    uint64 number;
}

/// @notice The contract of two users; also its EIP-712 type, which both sign when it needs full verification.
/// @param offer the terms
/// @param accepter the declarer's counterparty
/// @param energyWh agreed energy, Wh
/// @param fillIndex how many agreements this offer had before
/// @param meter key that signs the meter reading: the buyer's when the offer was accepted
struct Agreement {
    Offer offer;
    address accepter;
    uint48 energyWh;
    uint32 fillIndex;
    address meter;
}

enum OfferStatus {
    None,
    Open,
    Cancelled
}

/// @param remainingWh energy that can still be accepted, Wh
/// @param fills agreements made so far
/// @param bySignature whether it began by its declarer's signature: then {IElectricityMarket-cancelUpTo} ends it too,
/// which this state does not show
struct OfferState {
    OfferStatus status;
    uint48 remainingWh;
    uint32 fills;
    bool bySignature;
}

enum AgreementStatus {
    None,
    AwaitingVerification,
    Signed,
    Settled,
    Void,
    Terminated
}

/// @notice Why an agreement became void (the first three) or was terminated (the rest).
enum Reason {
    None,
    MarginMissing,
    FeeMissing,
    DebtUnpaid,
    KeyRefused,
    CommitteeRefused,
    DeadlinePassed,
    PartyDeclined
}

/// @param deadline the latest moment at which the agreement can be verified; zero on the fast lane
/// @param verification what the market's way of verifying keeps of its progress
struct AgreementState {
    AgreementStatus status;
    Reason reason;
    uint40 deadline;
    uint200 verification;
}

/// @notice An item of {IElectricityMarket-acceptMany}: the arguments of {IElectricityMarket-accept}.
struct Acceptance {
    Offer offer;
    uint48 energyWh;
}

/// @notice An item of {IElectricityMarket-acceptSignedMany}: the arguments of {IElectricityMarket-acceptSigned}.
struct SignedAcceptance {
    Offer offer;
    bytes signature;
    uint48 energyWh;
}

/// @notice An item of {IElectricityMarket-settleMany}: the arguments of {IElectricityMarket-settle}.
struct Settlement {
    Agreement agreement;
    uint48 energyWh;
    bytes meterSignature;
}

/// @notice How an agreement was settled.
enum Outcome {
    InBand,
    Excess,
    Shortfall,
    Unmetered
}

/// @title Electricity market
/// @notice Users declare, accept, are verified, sign and settle. The markets differ in one thing: who is verified, and how.
interface IElectricityMarket {
    event Declared(bytes32 indexed offerId, address indexed declarer, Offer offer);
    /// @notice The offer that {Declared} has just announced began by its declarer's signature.
    event BegunBySignature(bytes32 indexed offerId);
    /// @param remainingWh what was left of it, Wh: all of it where {cancelSigned} came before any {Declared}
    event Cancelled(bytes32 indexed offerId, uint256 remainingWh);
    /// @notice Every offer of the declarer's with this number or a lower one is closed, if it began by signature, and
    /// cannot begin by signature any more.
    event CancelledUpTo(address indexed declarer, uint64 number);
    /// @param status Signed on the fast lane; Void when that lacked margin or fee, and {Voided} follows with the reason;
    /// AwaitingVerification when a party's reliability coefficient asks for it
    event Accepted(
        bytes32 indexed agreementId,
        bytes32 indexed offerId,
        address indexed accepter,
        uint48 energyWh,
        uint32 fillIndex,
        address meter,
        AgreementStatus status
    );
    /// @notice An agreement is signed after full verification. Signing, on either lane, takes margin and fee: the agreed
    /// energy at the offer's prices for them, rounded down.
    event Signed(bytes32 indexed agreementId);
    event Voided(bytes32 indexed agreementId, Reason reason);
    event Terminated(bytes32 indexed agreementId, Reason reason);
    /// @param energyWh the metered energy, or the agreed one when unmetered
    /// @param paid what the seller got at once
    /// @param debt what the buyer still owes
    event Settled(bytes32 indexed agreementId, Outcome outcome, uint256 energyWh, uint256 paid, uint256 debt);
    event DebtPaid(bytes32 indexed agreementId, uint256 amount, uint256 remaining);
    /// @notice An item of {acceptMany} or {acceptSignedMany} was refused, and changed nothing.
    /// @param index its place in the batch, from 0
    /// @param refusal the ABI-encoded custom error that it reverts with when sent alone
    event AcceptanceRefused(bytes32 indexed offerId, address indexed accepter, uint256 index, bytes refusal);
    /// @notice An item of {settleMany} was refused, and changed nothing.
    /// @param index its place in the batch, from 0
    /// @param refusal the ABI-encoded custom error that it reverts with when sent alone
    event SettlementRefused(bytes32 indexed agreementId, uint256 index, bytes refusal);

    error NotDeclarer(address caller, address declarer);
    error NotParty(address caller);
    error OwnOffer(address declarer);
    error ZeroEnergy();
    error InvalidPeriod(uint256 expiry, uint256 deliveryStart, uint256 deliveryEnd);
    error DamagesAbovePrice(uint256 damagesPricePerMWh, uint256 pricePerMWh);
    error WrongFee(uint256 feePerMWh, uint256 marketFeePerMWh);
    error OfferExists(bytes32 offerId);
    error OfferNotOpen(bytes32 offerId, OfferStatus status);
    error OfferExpired(bytes32 offerId, uint256 expiry);
    error NumberCancelled(uint256 number, uint256 lowestNumber);
    error WrongPartySignature(address signer, address party);
    error EnergyAboveRemaining(uint256 energyWh, uint256 remainingWh);
    error NoMeter(address buyer);
    error WrongStatus(bytes32 agreementId, AgreementStatus status);
    error DeadlinePassed(uint256 deadline);
    error DeadlineNotPassed(uint256 deadline);
    error DeliveryNotEnded(uint256 deliveryEnd);
    error ReadingWindowOpen(uint256 windowEnd);
    error WrongMeter(address signer, address meter);
    error NotRefusalReason(Reason reason);
    error NoDebt(bytes32 agreementId);
    error ItemUnfinished(uint256 index);

    /// @notice Declares an offer to all. Caller: its declarer, registered, neither suspended nor frozen.
    /// @return offerId its id
    function declare(Offer calldata offer) external returns (bytes32 offerId);

    /// @notice Closes an offer to further acceptance; agreements already made stay. Caller: its declarer.
    function cancel(Offer calldata offer) external;

    /// @notice {cancel} for an offer that was signed, whether it has begun or not: once this is through, nobody can
    /// accept it, by whatever signature, nor can its declarer declare it. Caller: its declarer.
    function cancelSigned(Offer calldata offer) external;

    /// @notice Cancels all of the caller's signed offers with this number or a lower one: none can begin, and those that
    /// have begun are closed; agreements already made stay. Offers that were declared stay open, and can be declared
    /// still. Cannot be taken back. Caller: anyone, for offers of their own.
    function cancelUpTo(uint64 number) external;

    /// @notice Accepts `energyWh` of an offer. On the fast lane the agreement is signed at once, which moves margin and
    /// fee, or is void with its reason on record; otherwise it awaits full verification. Caller: any registered user
    /// but the declarer; neither party suspended or frozen.
    /// @return agreementId the new agreement's id
    function accept(Offer calldata offer, uint48 energyWh) external returns (bytes32 agreementId);

    /// @notice {accept} for an offer that its declarer has signed. The first acceptance begins the offer, under the rules
    /// of {declare} at this moment, its fee included, and announces it; an offer that is open is accepted as by
    /// {accept}, and the signature not looked at: whoever was faster has begun it. Caller: as for {accept}.
    /// @param signature the declarer's EIP-712 signature of the offer, 65 bytes, by the key of its address
    function acceptSigned(
        Offer calldata offer,
        bytes calldata signature,
        uint48 energyWh
    ) external returns (bytes32 agreementId);

    /// @notice {accept}, many times in one transaction. An item that is refused does not keep the others from being
    /// accepted: {AcceptanceRefused} says why. With too little gas for an item the whole batch reverts, so that no item
    /// is refused for want of gas. Caller: as for {accept}, of every item.
    /// @return agreementIds of each item, in order; zero where refused
    function acceptMany(Acceptance[] calldata acceptances) external returns (bytes32[] memory agreementIds);

    /// @notice {acceptSigned}, many times in one transaction; see {acceptMany}.
    /// @return agreementIds of each item, in order; zero where refused
    function acceptSignedMany(SignedAcceptance[] calldata acceptances) external returns (bytes32[] memory agreementIds);

    /// @notice Ends an agreement that awaits verification. Caller: one of its parties.
    function decline(Agreement calldata agreement) external;

    /// @notice Ends an agreement whose verification did not come in time. Caller: anyone.
    function expire(Agreement calldata agreement) external;

    /// @notice Settles an agreement by its clauses with a signed meter reading, once, after its delivery period.
    /// Takes from the margin, then from the buyer's free balance; what is missing becomes a debt. Caller: anyone.
    /// @param energyWh energy that the buyer used in the period, Wh
    /// @param meterSignature the meter's EIP-712 signature of Reading(bytes32 agreement,uint48 energyWh), 65 bytes
    function settle(Agreement calldata agreement, uint48 energyWh, bytes calldata meterSignature) external;

    /// @notice {settle}, many times in one transaction. An item that is refused does not keep the others from being settled:
    /// {SettlementRefused} says why. With too little gas for an item the whole batch reverts. Caller: anyone.
    /// @return settled whether each item was, in order
    function settleMany(Settlement[] calldata settlements) external returns (bool[] memory settled);

    /// @notice Settles at the agreed energy when no reading came within the window. Caller: one of the parties.
    function settleUnmetered(Agreement calldata agreement) external;

    /// @notice Pays a debt, or as much of it as the debtor's free balance holds, to the seller. Caller: anyone.
    function payDebt(Agreement calldata agreement) external;

    /// @notice Reliability coefficient R(N_k, M_i,k), equations (10) and (11) of the paper: the share of full
    /// verification that a trade of `energyWh` would still need. Lower is more reliable: below 1e18 (1) the user is
    /// spared full verification.
    /// @return wad R, WAD
    function coefficient(address user, uint256 energyWh) external view returns (uint256 wad);

    function offerState(bytes32 offerId) external view returns (OfferState memory);

    /// @notice The lowest number that a declarer's signed offers can have: those below are cancelled. Zero at first.
    function lowestNumberOf(address declarer) external view returns (uint256);

    function agreementState(bytes32 agreementId) external view returns (AgreementState memory);

    /// @notice What the buyer of a settled agreement still owes its seller, base units.
    function debtOf(bytes32 agreementId) external view returns (uint256);
}
