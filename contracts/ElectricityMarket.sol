// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {
    Agreement,
    AgreementState,
    AgreementStatus,
    IElectricityMarket,
    Offer,
    OfferState,
    OfferStatus,
    Outcome,
    Reason,
    Side
} from "./IElectricityMarket.sol";
import {AuthorityCommittee} from "./base/AuthorityCommittee.sol";
import {ClearingAccounts} from "./base/ClearingAccounts.sol";
import {Account, UserRegistry} from "./base/UserRegistry.sol";
import {ReliabilityCoefficient} from "./libraries/ReliabilityCoefficient.sol";
import {SettlementClause} from "./libraries/SettlementClause.sol";
import {TypedData} from "./libraries/TypedData.sol";

/// @notice What a market is deployed with.
/// @param operator owner of the market
/// @param token payment token
/// @param capTrades N of users who register
/// @param capEnergyWh M of users who register, Wh
/// @param feePerMWh platform fee, base units per MWh
/// @param verificationWindow how long an agreement may await verification, s
/// @param readingWindow how long after delivery a reading has precedence over settling without one, s
/// @param authorities the first committee
struct MarketParameters {
    address operator;
    IERC20 token;
    uint16 capTrades;
    uint48 capEnergyWh;
    uint96 feePerMWh;
    uint40 verificationWindow;
    uint40 readingWindow;
    address[] authorities;
}

/// @title Electricity market
/// @notice What the improved and the traditional market share: all but how an agreement is verified, which is theirs
/// to say by {coefficient} (who is spared) and by calling {_verified} or {_terminate}.
abstract contract ElectricityMarket is IElectricityMarket, AuthorityCommittee, ClearingAccounts {
    /// @notice How long an agreement may await verification, s.
    uint256 public immutable VERIFICATION_WINDOW;
    /// @notice How long after delivery a reading has precedence over settling without one, s.
    uint256 public immutable READING_WINDOW;

    mapping(bytes32 offerId => OfferState) private _offers;
    mapping(bytes32 agreementId => AgreementState) internal _agreements;
    mapping(bytes32 agreementId => uint256) private _debts;

    constructor(
        MarketParameters memory parameters
    )
        Ownable(parameters.operator)
        EIP712("Wattlane", "1")
        AuthorityCommittee(parameters.authorities)
        UserRegistry(parameters.capTrades, parameters.capEnergyWh)
        ClearingAccounts(parameters.token, parameters.feePerMWh)
    {
        VERIFICATION_WINDOW = parameters.verificationWindow;
        READING_WINDOW = parameters.readingWindow;
    }

    // ---- declare ----------------------------------------------------------------------------------------------------

    /// @inheritdoc IElectricityMarket
    function declare(Offer calldata offer) external whenNotPaused returns (bytes32 offerId) {
        offerId = TypedData.offerId(offer);
        if (offer.declarer != msg.sender) revert NotDeclarer(msg.sender, offer.declarer);
        _requireTrader(_accounts[msg.sender], msg.sender);
        _requireValidTerms(offer);
        OfferState storage state = _offers[offerId];
        if (state.status != OfferStatus.None) revert OfferExists(offerId);

        state.status = OfferStatus.Open;
        state.remainingWh = offer.energyWh;
        emit Declared(offerId, msg.sender, offer);
    }

    function _requireValidTerms(Offer calldata offer) private view {
        if (offer.energyWh == 0) revert ZeroEnergy();
        if (offer.expiry > offer.deliveryStart || offer.deliveryStart >= offer.deliveryEnd) {
            revert InvalidPeriod(offer.expiry, offer.deliveryStart, offer.deliveryEnd);
        }
        // Above it a buyer just below the band would pay less for using more.
        if (offer.damagesPricePerMWh > offer.pricePerMWh) {
            revert DamagesAbovePrice(offer.damagesPricePerMWh, offer.pricePerMWh);
        }
        if (offer.feePerMWh != feePerMWh()) revert WrongFee(offer.feePerMWh, feePerMWh());
    }

    /// @inheritdoc IElectricityMarket
    function cancel(Offer calldata offer) external {
        bytes32 offerId = TypedData.offerId(offer);
        if (offer.declarer != msg.sender) revert NotDeclarer(msg.sender, offer.declarer);
        OfferState storage state = _requireOpen(offerId);

        state.status = OfferStatus.Cancelled;
        emit Cancelled(offerId, state.remainingWh);
    }

    function _requireOpen(bytes32 offerId) private view returns (OfferState storage state) {
        state = _offers[offerId];
        if (state.status != OfferStatus.Open) revert OfferNotOpen(offerId, state.status);
    }

    // ---- accept -----------------------------------------------------------------------------------------------------

    /// @inheritdoc IElectricityMarket
    function accept(Offer calldata offer, uint48 energyWh) external whenNotPaused returns (bytes32 agreementId) {
        bytes32 offerId = TypedData.offerId(offer);
        OfferState storage state = _requireOpen(offerId);
        if (block.timestamp >= offer.expiry) revert OfferExpired(offerId, offer.expiry);
        if (offer.declarer == msg.sender) revert OwnOffer(msg.sender);
        if (energyWh == 0) revert ZeroEnergy();
        if (energyWh > state.remainingWh) revert EnergyAboveRemaining(energyWh, state.remainingWh);
        (address buyer, address seller) = _parties(offer, msg.sender);
        _requireTrader(_accounts[buyer], buyer);
        _requireTrader(_accounts[seller], seller);
        address meter = meterOf(buyer);
        if (meter == address(0)) revert NoMeter(buyer);

        uint32 fillIndex = state.fills;
        state.fills = fillIndex + 1;
        state.remainingWh -= energyWh;
        agreementId = TypedData.agreementId(offerId, msg.sender, energyWh, fillIndex, meter, uint40(block.timestamp));
        bool fastLane = _isReliable(_accounts[buyer], energyWh) && _isReliable(_accounts[seller], energyWh);
        emit Accepted(agreementId, offerId, msg.sender, energyWh, fillIndex, meter, uint40(block.timestamp), fastLane);
        _beginTrade(buyer);
        if (!fastLane) {
            _agreements[agreementId].status = AgreementStatus.AwaitingVerification;
        } else if (_sign(agreementId, offerId, offer, energyWh, buyer, seller)) {
            _countTrade(_accounts[buyer], energyWh);
            _countTrade(_accounts[seller], energyWh);
        }
    }

    function _isReliable(Account storage account, uint48 energyWh) private view returns (bool) {
        return _coefficient(account, energyWh) < ReliabilityCoefficient.WAD;
    }

    /// @inheritdoc IElectricityMarket
    function coefficient(address user, uint256 energyWh) external view returns (uint256) {
        Account storage account = _accounts[user];
        _requireRegistered(account, user);
        return _coefficient(account, energyWh);
    }

    /// @dev The markets' difference: R of a user for a trade. Below 1e18 the trade is spared full verification.
    function _coefficient(Account storage account, uint256 energyWh) internal view virtual returns (uint256);

    // ---- verify -----------------------------------------------------------------------------------------------------

    /// @inheritdoc IElectricityMarket
    function decline(Agreement calldata agreement) external {
        bytes32 agreementId = _requireStatus(agreement, AgreementStatus.AwaitingVerification);
        _requireParty(agreement);
        _terminate(agreementId, agreement, Reason.PartyDeclined);
    }

    /// @inheritdoc IElectricityMarket
    function expire(Agreement calldata agreement) external {
        bytes32 agreementId = _requireStatus(agreement, AgreementStatus.AwaitingVerification);
        uint256 deadline = deadlineOf(agreement);
        if (block.timestamp <= deadline) revert DeadlineNotPassed(deadline);
        _terminate(agreementId, agreement, Reason.DeadlinePassed);
    }

    /// @inheritdoc IElectricityMarket
    function deadlineOf(Agreement calldata agreement) public view returns (uint256) {
        uint256 deadline = agreement.acceptedAt + VERIFICATION_WINDOW;
        uint256 deliveryStart = agreement.offer.deliveryStart;
        return deadline < deliveryStart ? deadline : deliveryStart;
    }

    /// @dev The agreement awaits verification and its deadline has not passed.
    function _requireVerifiable(Agreement calldata agreement) internal view returns (bytes32 agreementId) {
        agreementId = _requireStatus(agreement, AgreementStatus.AwaitingVerification);
        uint256 deadline = deadlineOf(agreement);
        if (block.timestamp > deadline) revert DeadlinePassed(deadline);
    }

    /// @dev Full verification succeeded: both parties' counts start again, and the agreement is signed, or void.
    function _verified(bytes32 agreementId, Agreement calldata agreement) internal {
        (address buyer, address seller) = _parties(agreement.offer, agreement.accepter);
        _resetUsage(_accounts[buyer]);
        _resetUsage(_accounts[seller]);
        _sign(agreementId, TypedData.offerId(agreement.offer), agreement.offer, agreement.energyWh, buyer, seller);
    }

    /// @dev Refusals that verdicts can give; the other reasons are the market's own.
    function _requireRefusalReason(Reason reason) internal pure {
        if (reason != Reason.KeyRefused && reason != Reason.CommitteeRefused) revert NotRefusalReason(reason);
    }

    function _terminate(bytes32 agreementId, Agreement calldata agreement, Reason reason) internal {
        (address buyer, ) = _parties(agreement.offer, agreement.accepter);
        _endUnsigned(
            agreementId,
            AgreementStatus.Terminated,
            reason,
            TypedData.offerId(agreement.offer),
            agreement.energyWh,
            buyer
        );
        emit Terminated(agreementId, reason);
    }

    /// @dev An agreement that never came to be gives its energy back to the offer.
    function _endUnsigned(
        bytes32 agreementId,
        AgreementStatus status,
        Reason reason,
        bytes32 offerId,
        uint48 energyWh,
        address buyer
    ) private {
        AgreementState storage state = _agreements[agreementId];
        state.status = status;
        state.reason = reason;
        _offers[offerId].remainingWh += energyWh;
        _endTrade(buyer);
    }

    // ---- sign -------------------------------------------------------------------------------------------------------

    /// @dev Takes margin and fee; without either the agreement is void, on record. Debts may have come since acceptance.
    /// @return signed whether the agreement is signed, not void
    function _sign(
        bytes32 agreementId,
        bytes32 offerId,
        Offer calldata offer,
        uint48 energyWh,
        address buyer,
        address seller
    ) private returns (bool signed) {
        Account storage buying = _accounts[buyer];
        Account storage selling = _accounts[seller];
        uint256 margin = SettlementClause.costDown(energyWh, offer.marginPerMWh);
        uint256 fee = SettlementClause.costDown(energyWh, offer.feePerMWh);
        Reason reason = Reason.None;
        if (buying.openDebts != 0 || selling.openDebts != 0) reason = Reason.DebtUnpaid;
        else if (margin > buying.free) reason = Reason.MarginMissing;
        else if (fee > selling.free) reason = Reason.FeeMissing;

        if (reason != Reason.None) {
            _endUnsigned(agreementId, AgreementStatus.Void, reason, offerId, energyWh, buyer);
            emit Voided(agreementId, reason);
            return false;
        }
        _agreements[agreementId].status = AgreementStatus.Signed;
        _chargeMarginAndFee(buying, selling, uint96(margin), uint96(fee));
        emit Signed(agreementId, margin, fee);
        return true;
    }

    // ---- settle -----------------------------------------------------------------------------------------------------

    /// @inheritdoc IElectricityMarket
    function settle(Agreement calldata agreement, uint48 energyWh, bytes calldata meterSignature) external {
        bytes32 agreementId = _requireDelivered(agreement);
        bytes32 digest = _hashTypedDataV4(TypedData.reading(agreementId, energyWh));
        address signer = ECDSA.recover(digest, meterSignature);
        if (signer != agreement.meter) revert WrongMeter(signer, agreement.meter);

        Offer calldata offer = agreement.offer;
        (uint256 amount, Outcome outcome) = SettlementClause.dueDown(
            agreement.energyWh,
            energyWh,
            offer.pricePerMWh,
            offer.excessPricePerMWh,
            offer.damagesPricePerMWh
        );
        _settle(agreementId, agreement, energyWh, amount, outcome);
    }

    /// @inheritdoc IElectricityMarket
    function settleUnmetered(Agreement calldata agreement) external {
        bytes32 agreementId = _requireDelivered(agreement);
        _requireParty(agreement);
        uint256 windowEnd = agreement.offer.deliveryEnd + READING_WINDOW;
        if (block.timestamp < windowEnd) revert ReadingWindowOpen(windowEnd);

        uint256 amount = SettlementClause.costDown(agreement.energyWh, agreement.offer.pricePerMWh);
        _settle(agreementId, agreement, agreement.energyWh, amount, Outcome.Unmetered);
    }

    function _requireDelivered(Agreement calldata agreement) private view returns (bytes32 agreementId) {
        agreementId = _requireStatus(agreement, AgreementStatus.Signed);
        uint256 deliveryEnd = agreement.offer.deliveryEnd;
        if (block.timestamp < deliveryEnd) revert DeliveryNotEnded(deliveryEnd);
    }

    function _settle(
        bytes32 agreementId,
        Agreement calldata agreement,
        uint48 energyWh,
        uint256 amount,
        Outcome outcome
    ) private {
        (address buyer, address seller) = _parties(agreement.offer, agreement.accepter);
        uint256 margin = SettlementClause.costDown(agreement.energyWh, agreement.offer.marginPerMWh);
        _agreements[agreementId].status = AgreementStatus.Settled;
        uint256 paid = _payFromMargin(_accounts[buyer], _accounts[seller], margin, amount);
        uint256 debt = amount - paid;
        if (debt != 0) {
            _debts[agreementId] = debt;
            _accounts[buyer].openDebts += 1;
        }
        _endTrade(buyer);
        emit Settled(agreementId, outcome, energyWh, paid, debt);
    }

    /// @inheritdoc IElectricityMarket
    function payDebt(Agreement calldata agreement) external {
        bytes32 agreementId = TypedData.agreementId(agreement);
        uint256 debt = _debts[agreementId];
        if (debt == 0) revert NoDebt(agreementId);
        (address buyer, address seller) = _parties(agreement.offer, agreement.accepter);

        uint256 paid = _payFromMargin(_accounts[buyer], _accounts[seller], 0, debt);
        _debts[agreementId] = debt - paid;
        if (paid == debt) _accounts[buyer].openDebts -= 1;
        emit DebtPaid(agreementId, paid, debt - paid);
    }

    // ---- pause ------------------------------------------------------------------------------------------------------

    /// @notice Stops new offers and new agreements; all else goes on. Caller: the operator.
    function pause() external onlyOwner {
        _pause();
    }

    /// @notice Ends a pause. Caller: the operator.
    function unpause() external onlyOwner {
        _unpause();
    }

    // ---- read -------------------------------------------------------------------------------------------------------

    /// @inheritdoc IElectricityMarket
    function offerState(bytes32 offerId) external view returns (OfferState memory) {
        return _offers[offerId];
    }

    /// @inheritdoc IElectricityMarket
    function agreementState(bytes32 agreementId) external view returns (AgreementState memory) {
        return _agreements[agreementId];
    }

    /// @inheritdoc IElectricityMarket
    function debtOf(bytes32 agreementId) external view returns (uint256) {
        return _debts[agreementId];
    }

    // ---- shared -----------------------------------------------------------------------------------------------------

    function _parties(Offer calldata offer, address accepter) internal pure returns (address buyer, address seller) {
        return offer.side == Side.Buy ? (offer.declarer, accepter) : (accepter, offer.declarer);
    }

    function _requireParty(Agreement calldata agreement) private view {
        if (msg.sender != agreement.offer.declarer && msg.sender != agreement.accepter) revert NotParty(msg.sender);
    }

    function _requireStatus(
        Agreement calldata agreement,
        AgreementStatus status
    ) private view returns (bytes32 agreementId) {
        agreementId = TypedData.agreementId(agreement);
        AgreementStatus actual = _agreements[agreementId].status;
        if (actual != status) revert WrongStatus(agreementId, actual);
    }

    /// @dev A buyer's trade begins at acceptance, for a market that freezes accounts.
    function _beginTrade(address buyer) internal virtual {}

    /// @dev A buyer's trade has ended: settled, void or terminated.
    function _endTrade(address buyer) internal virtual {}
}
