// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// The specification of a Wattlane market: its types, events, errors and entry points.
//
// Units. Energy: watt-hours (Wh). Money: base units of the payment token. Prices: base units per MWh (1e6 Wh).
// Time: seconds since 1970. Coefficients: WAD (1e18 = 1). Every amount of money is rounded down once, at the end of
// its calculation: the payer gains less than one base unit and never pays more than the clause says.
//
// Ids. An offer's id is the EIP-712 struct hash of its terms. An agreement's id is the struct hash of the agreement.
// Storage holds only their state, in one word each. Every later call passes the terms again, as the events published
// them. So terms cannot change, and the parties sign exactly what the market executes.
//
// Signed offers. A declarer may sign an offer off chain instead of declaring it. Anyone who holds the signature can
// open the offer by accepting it first; the log then shows {IElectricityMarket-Declared} as for any offer, and
// everyone can accept it. Until then nobody is bound. The declarer can cancel it at any time, alone or together with
// all other signed offers up to a number.
//
// Batches. Each item of a batch is the same call as on its own, from the same caller. It succeeds or reverts by itself:
// if it reverts, an event holds the error, and the batch goes on with the next item.
//
// Trust. The operator (owner) sets caps, authorities, meters and fees for the future and can pause new offers and
// agreements. It cannot touch a balance or a signed agreement. A quorum of authorities can let a user exceed the caps
// if both parties sign too; a blocking minority can prevent it; neither can move money. A meter's key decides the
// metered energy of its own user's agreements. See docs/trust.md.

/// @notice Whether the declarer of an offer buys or sells.
enum Side {
    Buy,
    Sell
}

/// @notice The terms of an offer. Also its EIP-712 type.
/// @param declarer user who offers: the buyer or the seller, by `side`
/// @param energyWh energy on offer, Wh; can be accepted in parts
/// @param pricePerMWh price of energy in the band, base units per MWh
/// @param excessPricePerMWh price of energy used above 110 % of the agreed energy
/// @param damagesPricePerMWh liquidated damages for energy missing below 90 %; at most `pricePerMWh`
/// @param marginPerMWh margin that the buyer deposits at signing, base units per MWh of agreed energy
/// @param feePerMWh platform fee that the seller pays, base units per MWh; the market's fee when the offer opens
/// @param deliveryStart start of the delivery period
/// @param deliveryEnd end of the delivery period; after its start
/// @param expiry from this time on nobody can accept; at most `deliveryStart`
/// @param number chosen by the declarer, to tell equal offers apart and to cancel signed offers up to a number
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

/// @notice The contract of two users. Also its EIP-712 type, which both sign if it needs full verification.
/// @param offer the terms
/// @param accepter the declarer's counterparty
/// @param energyWh agreed energy, Wh
/// @param fillIndex number of earlier agreements on this offer
/// @param meter address of the key that signs the meter reading: the buyer's meter at acceptance
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
/// @param bySignature whether its declarer's signature opened it. Then {IElectricityMarket-cancelUpTo} closes it too,
/// and `status` stays Open: compare its number with {IElectricityMarket-lowestNumberOf}.
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

/// @param deadline latest time at which the agreement can be verified; zero on the fast lane
/// @param verification progress of the verification, in the market's own format
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
/// @notice Users declare and accept offers, are verified, sign and settle. The markets differ only in who is verified,
/// and how.
interface IElectricityMarket {
    event Declared(bytes32 indexed offerId, address indexed declarer, Offer offer);
    /// @notice Follows {Declared} if a signature opened the offer.
    event BegunBySignature(bytes32 indexed offerId);
    /// @param remainingWh energy that was left, Wh: all of it if {cancelSigned} came before any {Declared}
    event Cancelled(bytes32 indexed offerId, uint256 remainingWh);
    /// @notice The declarer's signed offers with this number or a lower one are closed, and none can be opened.
    event CancelledUpTo(address indexed declarer, uint64 number);
    /// @param status Signed on the fast lane, or Void if a party could not pay margin or fee: {Voided} follows with the
    /// reason. AwaitingVerification if the reliability coefficient of a party requires verification.
    event Accepted(
        bytes32 indexed agreementId,
        bytes32 indexed offerId,
        address indexed accepter,
        uint48 energyWh,
        uint32 fillIndex,
        address meter,
        AgreementStatus status
    );
    /// @notice An agreement is signed after full verification. Signing, on either lane, takes the margin and the fee:
    /// the agreed energy at the offer's `marginPerMWh` and `feePerMWh`, each rounded down.
    event Signed(bytes32 indexed agreementId);
    event Voided(bytes32 indexed agreementId, Reason reason);
    event Terminated(bytes32 indexed agreementId, Reason reason);
    /// @param energyWh metered energy, or the agreed energy if unmetered, Wh
    /// @param paid what the seller received at once, base units
    /// @param debt what the buyer still owes, base units
    event Settled(bytes32 indexed agreementId, Outcome outcome, uint256 energyWh, uint256 paid, uint256 debt);
    event DebtPaid(bytes32 indexed agreementId, uint256 amount, uint256 remaining);
    /// @notice An item of {acceptMany} or {acceptSignedMany} reverted and changed nothing.
    /// @param index position in the batch, from 0
    /// @param refusal ABI-encoded custom error that the item reverted with
    event AcceptanceRefused(bytes32 indexed offerId, address indexed accepter, uint256 index, bytes refusal);
    /// @notice An item of {settleMany} reverted and changed nothing.
    /// @param index position in the batch, from 0
    /// @param refusal ABI-encoded custom error that the item reverted with
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

    /// @notice Declares an offer to everyone. Caller: its declarer, registered, neither suspended nor frozen.
    /// @return offerId the offer's id
    function declare(Offer calldata offer) external returns (bytes32 offerId);

    /// @notice Closes an open offer. Its agreements stay. Caller: its declarer.
    function cancel(Offer calldata offer) external;

    /// @notice Closes a signed offer, open or not yet opened. Afterwards nobody can accept it, with or without a
    /// signature, and its declarer cannot declare it. Its agreements stay. Caller: its declarer.
    function cancelSigned(Offer calldata offer) external;

    /// @notice Cancels all of the caller's signed offers with this number or a lower one: none can be opened, and those
    /// already open are closed. Their agreements stay. Declared offers are not affected, nor is {declare}. Cannot be
    /// undone. Caller: anyone, for their own offers.
    function cancelUpTo(uint64 number) external;

    /// @notice Accepts `energyWh` of an offer. On the fast lane the agreement is signed at once, which takes margin and
    /// fee, or it is void with its reason on record. Otherwise it awaits full verification. Caller: any registered user
    /// except the declarer; neither party suspended or frozen.
    /// @return agreementId the new agreement's id
    function accept(Offer calldata offer, uint48 energyWh) external returns (bytes32 agreementId);

    /// @notice {accept} for an offer that its declarer signed. The first acceptance opens the offer under the rules of
    /// {declare} at that time, including its fee, and emits {Declared} and {BegunBySignature}. If the offer is already
    /// open, the signature is ignored. Caller: as for {accept}.
    /// @param signature the declarer's EIP-712 signature of the offer, 65 bytes, by the key of the declarer's address
    function acceptSigned(
        Offer calldata offer,
        bytes calldata signature,
        uint48 energyWh
    ) external returns (bytes32 agreementId);

    /// @notice {accept}, many times in one transaction. An item that reverts emits {AcceptanceRefused} and does not
    /// stop the others. If an item runs out of gas, the whole batch reverts with {ItemUnfinished}. Caller: as for
    /// {accept}, for every item.
    /// @return agreementIds one for each item, in order; zero where the item reverted
    function acceptMany(Acceptance[] calldata acceptances) external returns (bytes32[] memory agreementIds);

    /// @notice {acceptSigned}, many times in one transaction; see {acceptMany}.
    /// @return agreementIds one for each item, in order; zero where the item reverted
    function acceptSignedMany(SignedAcceptance[] calldata acceptances) external returns (bytes32[] memory agreementIds);

    /// @notice Ends an agreement that awaits verification. Caller: one of its parties.
    function decline(Agreement calldata agreement) external;

    /// @notice Ends an agreement that was not verified by its deadline. Caller: anyone.
    function expire(Agreement calldata agreement) external;

    /// @notice Settles an agreement by its clauses with a signed meter reading, once, after its delivery period. The
    /// seller is paid from the margin, then from the buyer's free balance; the rest becomes a debt. Caller: anyone.
    /// @param energyWh energy that the buyer used in the period, Wh
    /// @param meterSignature the meter's EIP-712 signature of Reading(bytes32 agreement,uint48 energyWh), 65 bytes
    function settle(Agreement calldata agreement, uint48 energyWh, bytes calldata meterSignature) external;

    /// @notice {settle}, many times in one transaction. An item that reverts emits {SettlementRefused} and does not
    /// stop the others. If an item runs out of gas, the whole batch reverts with {ItemUnfinished}. Caller: anyone.
    /// @return settled whether each item was settled, in order
    function settleMany(Settlement[] calldata settlements) external returns (bool[] memory settled);

    /// @notice Settles at the agreed energy if no reading came within the reading window. Caller: one of the parties.
    function settleUnmetered(Agreement calldata agreement) external;

    /// @notice Pays the seller a debt, or as much of it as the debtor's free balance covers. Caller: anyone.
    function payDebt(Agreement calldata agreement) external;

    /// @notice Reliability coefficient R(N_k, M_i,k), equations (10) and (11) of the paper: the share of full
    /// verification that a trade of `energyWh` would still need. Lower is more reliable: below 1e18 (1) the user is
    /// spared full verification. Reverts with {UserRegistry-NotRegistered} if the user is not registered.
    /// @return wad R, WAD
    function coefficient(address user, uint256 energyWh) external view returns (uint256 wad);

    /// @notice The state of an offer; all zero if the market has not seen it.
    function offerState(bytes32 offerId) external view returns (OfferState memory);

    /// @notice Lowest number that a declarer's signed offers can have; those below are cancelled. Zero at first.
    function lowestNumberOf(address declarer) external view returns (uint256);

    /// @notice The state of an agreement; all zero if there is none.
    function agreementState(bytes32 agreementId) external view returns (AgreementState memory);

    /// @notice What the buyer of a settled agreement still owes its seller, base units.
    function debtOf(bytes32 agreementId) external view returns (uint256);
}
