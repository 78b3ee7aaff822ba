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
import {UserRegistry} from "./base/UserRegistry.sol";
import {AccountWord} from "./libraries/AccountWord.sol";
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

/// @dev A trade at work: both accounts are read once, changed in memory and stored once, together.
struct Trade {
    bytes32 offerId;
    bytes32 agreementId;
    uint48 energyWh;
    address buyer;
    address seller;
    AccountWord buying;
    AccountWord selling;
}

/// @dev What signing takes from the parties, base units, and why it cannot, if so.
struct Charge {
    uint256 margin;
    uint256 fee;
    Reason missing;
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
        if (block.timestamp >= offer.expiry) revert OfferExpired(offerId, offer.expiry);
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
        Trade memory trade = _tradeOf(TypedData.offerId(offer), offer, msg.sender, energyWh);
        OfferState storage state = _requireOpen(trade.offerId);
        if (block.timestamp >= offer.expiry) revert OfferExpired(trade.offerId, offer.expiry);
        if (offer.declarer == msg.sender) revert OwnOffer(msg.sender);
        if (energyWh == 0) revert ZeroEnergy();
        uint48 remainingWh = state.remainingWh;
        if (energyWh > remainingWh) revert EnergyAboveRemaining(energyWh, remainingWh);
        _requireTrader(trade.buying, trade.buyer);
        _requireTrader(trade.selling, trade.seller);
        address meter = meterOf(trade.buyer);
        if (meter == address(0)) revert NoMeter(trade.buyer);

        uint32 fillIndex = state.fills;
        state.fills = fillIndex + 1;
        state.remainingWh = remainingWh - energyWh;
        agreementId = TypedData.agreementId(trade.offerId, msg.sender, energyWh, fillIndex, meter);
        trade.agreementId = agreementId;
        AgreementStatus status = AgreementStatus.AwaitingVerification;
        Charge memory charge;
        if (_isReliable(trade.buying, energyWh) && _isReliable(trade.selling, energyWh)) {
            charge = _chargeOf(trade, offer);
            status = charge.missing == Reason.None ? AgreementStatus.Signed : AgreementStatus.Void;
        }
        emit Accepted(agreementId, trade.offerId, msg.sender, energyWh, fillIndex, meter, status);
        trade.buying = _beginTrade(trade.buying);
        if (status == AgreementStatus.AwaitingVerification) {
            AgreementState storage agreement = _agreements[agreementId];
            agreement.status = status;
            agreement.deadline = _deadlineOf(offer);
        } else if (status == AgreementStatus.Signed) {
            _sign(trade, charge);
            trade.buying = _withTrade(trade.buying, energyWh);
            trade.selling = _withTrade(trade.selling, energyWh);
        } else {
            _void(trade, charge.missing);
        }
        _storeAccounts(trade);
    }

    /// @dev No agreement is signed after the start of its delivery.
    function _deadlineOf(Offer calldata offer) private view returns (uint40) {
        uint256 windowEnd = block.timestamp + VERIFICATION_WINDOW;
        return windowEnd < offer.deliveryStart ? uint40(windowEnd) : offer.deliveryStart;
    }

    function _isReliable(AccountWord account, uint48 energyWh) private view returns (bool) {
        return _coefficient(account, energyWh) < ReliabilityCoefficient.WAD;
    }

    /// @inheritdoc IElectricityMarket
    function coefficient(address user, uint256 energyWh) external view returns (uint256) {
        AccountWord account = _accounts[user];
        _requireRegistered(account, user);
        return _coefficient(account, energyWh);
    }

    /// @dev The markets' difference: R of a user for a trade. Below 1e18 the trade is spared full verification.
    function _coefficient(AccountWord account, uint256 energyWh) internal view virtual returns (uint256);

    // ---- verify -----------------------------------------------------------------------------------------------------

    /// @inheritdoc IElectricityMarket
    function decline(Agreement calldata agreement) external {
        Trade memory trade = _requireStatus(agreement, AgreementStatus.AwaitingVerification);
        _requireParty(trade);
        _terminate(trade, Reason.PartyDeclined);
    }

    /// @inheritdoc IElectricityMarket
    function expire(Agreement calldata agreement) external {
        Trade memory trade = _requireStatus(agreement, AgreementStatus.AwaitingVerification);
        uint256 deadline = _agreements[trade.agreementId].deadline;
        if (block.timestamp <= deadline) revert DeadlineNotPassed(deadline);
        _terminate(trade, Reason.DeadlinePassed);
    }

    /// @dev The agreement awaits verification and its deadline has not passed.
    function _requireVerifiable(Agreement calldata agreement) internal view returns (Trade memory trade) {
        trade = _requireStatus(agreement, AgreementStatus.AwaitingVerification);
        uint256 deadline = _agreements[trade.agreementId].deadline;
        if (block.timestamp > deadline) revert DeadlinePassed(deadline);
    }

    /// @dev Full verification succeeded: both parties' counts start again, and the agreement is signed, or void.
    function _verified(Trade memory trade, Offer calldata offer) internal {
        trade.buying = _withoutUsage(trade.buying);
        trade.selling = _withoutUsage(trade.selling);
        Charge memory charge = _chargeOf(trade, offer);
        if (charge.missing == Reason.None) {
            _sign(trade, charge);
            emit Signed(trade.agreementId);
        } else {
            _void(trade, charge.missing);
        }
        _storeAccounts(trade);
    }

    /// @dev Refusals that verdicts can give; the other reasons are the market's own.
    function _requireRefusalReason(Reason reason) internal pure {
        if (reason != Reason.KeyRefused && reason != Reason.CommitteeRefused) revert NotRefusalReason(reason);
    }

    function _terminate(Trade memory trade, Reason reason) internal {
        _endUnsigned(trade, AgreementStatus.Terminated, reason);
        _storeAccounts(trade);
        emit Terminated(trade.agreementId, reason);
    }

    /// @dev An agreement that never came to be gives its energy back to the offer.
    function _endUnsigned(Trade memory trade, AgreementStatus status, Reason reason) private {
        AgreementState storage state = _agreements[trade.agreementId];
        state.status = status;
        state.reason = reason;
        _offers[trade.offerId].remainingWh += trade.energyWh;
        trade.buying = _endTrade(trade.buying);
    }

    // ---- sign -------------------------------------------------------------------------------------------------------

    /// @dev What signing takes, and what is missing for it. Debts may have come since acceptance.
    function _chargeOf(Trade memory trade, Offer calldata offer) private pure returns (Charge memory charge) {
        charge.margin = SettlementClause.costDown(trade.energyWh, offer.marginPerMWh);
        charge.fee = SettlementClause.costDown(trade.energyWh, offer.feePerMWh);
        if (trade.buying.openDebts() != 0 || trade.selling.openDebts() != 0) charge.missing = Reason.DebtUnpaid;
        else if (charge.margin > trade.buying.free()) charge.missing = Reason.MarginMissing;
        else if (charge.fee > trade.selling.free()) charge.missing = Reason.FeeMissing;
    }

    function _sign(Trade memory trade, Charge memory charge) private {
        _agreements[trade.agreementId].status = AgreementStatus.Signed;
        trade.buying = trade.buying.withFree(trade.buying.free() - charge.margin);
        trade.selling = trade.selling.withFree(trade.selling.free() - charge.fee);
        _collectFee(charge.fee);
    }

    function _void(Trade memory trade, Reason missing) private {
        _endUnsigned(trade, AgreementStatus.Void, missing);
        emit Voided(trade.agreementId, missing);
    }

    // ---- settle -----------------------------------------------------------------------------------------------------

    /// @inheritdoc IElectricityMarket
    function settle(Agreement calldata agreement, uint48 energyWh, bytes calldata meterSignature) external {
        Trade memory trade = _requireDelivered(agreement);
        bytes32 digest = _hashTypedDataV4(TypedData.reading(trade.agreementId, energyWh));
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
        _settle(trade, agreement.offer, energyWh, amount, outcome);
    }

    /// @inheritdoc IElectricityMarket
    function settleUnmetered(Agreement calldata agreement) external {
        Trade memory trade = _requireDelivered(agreement);
        _requireParty(trade);
        uint256 windowEnd = agreement.offer.deliveryEnd + READING_WINDOW;
        if (block.timestamp < windowEnd) revert ReadingWindowOpen(windowEnd);

        uint256 amount = SettlementClause.costDown(agreement.energyWh, agreement.offer.pricePerMWh);
        _settle(trade, agreement.offer, agreement.energyWh, amount, Outcome.Unmetered);
    }

    function _requireDelivered(Agreement calldata agreement) private view returns (Trade memory trade) {
        trade = _requireStatus(agreement, AgreementStatus.Signed);
        uint256 deliveryEnd = agreement.offer.deliveryEnd;
        if (block.timestamp < deliveryEnd) revert DeliveryNotEnded(deliveryEnd);
    }

    function _settle(
        Trade memory trade,
        Offer calldata offer,
        uint48 energyWh,
        uint256 amount,
        Outcome outcome
    ) private {
        uint256 margin = SettlementClause.costDown(trade.energyWh, offer.marginPerMWh);
        _agreements[trade.agreementId].status = AgreementStatus.Settled;
        uint256 paid;
        (trade.buying, trade.selling, paid) = _payFromMargin(trade.buying, trade.selling, margin, amount);
        uint256 debt = amount - paid;
        if (debt != 0) {
            _debts[trade.agreementId] = debt;
            trade.buying = trade.buying.withOpenDebts(trade.buying.openDebts() + 1);
        }
        trade.buying = _endTrade(trade.buying);
        _storeAccounts(trade);
        emit Settled(trade.agreementId, outcome, energyWh, paid, debt);
    }

    /// @inheritdoc IElectricityMarket
    function payDebt(Agreement calldata agreement) external {
        Trade memory trade = _tradeOf(agreement);
        uint256 debt = _debts[trade.agreementId];
        if (debt == 0) revert NoDebt(trade.agreementId);

        uint256 paid;
        (trade.buying, trade.selling, paid) = _payFromMargin(trade.buying, trade.selling, 0, debt);
        if (paid == 0) revert BalanceTooLow(trade.buyer, 0, debt);
        _debts[trade.agreementId] = debt - paid;
        if (paid == debt) trade.buying = trade.buying.withOpenDebts(trade.buying.openDebts() - 1);
        _storeAccounts(trade);
        emit DebtPaid(trade.agreementId, paid, debt - paid);
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

    function _requireStatus(
        Agreement calldata agreement,
        AgreementStatus status
    ) private view returns (Trade memory trade) {
        trade = _tradeOf(agreement);
        AgreementStatus actual = _agreements[trade.agreementId].status;
        if (actual != status) revert WrongStatus(trade.agreementId, actual);
    }

    function _tradeOf(Agreement calldata agreement) private view returns (Trade memory trade) {
        bytes32 offerId = TypedData.offerId(agreement.offer);
        trade = _tradeOf(offerId, agreement.offer, agreement.accepter, agreement.energyWh);
        trade.agreementId = TypedData.agreementId(
            offerId,
            agreement.accepter,
            agreement.energyWh,
            agreement.fillIndex,
            agreement.meter
        );
    }

    function _tradeOf(
        bytes32 offerId,
        Offer calldata offer,
        address accepter,
        uint48 energyWh
    ) private view returns (Trade memory trade) {
        trade.offerId = offerId;
        trade.energyWh = energyWh;
        (trade.buyer, trade.seller) = offer.side == Side.Buy ? (offer.declarer, accepter) : (accepter, offer.declarer);
        trade.buying = _accounts[trade.buyer];
        trade.selling = _accounts[trade.seller];
    }

    function _storeAccounts(Trade memory trade) private {
        _accounts[trade.buyer] = trade.buying;
        _accounts[trade.seller] = trade.selling;
    }

    function _requireParty(Trade memory trade) private view {
        if (msg.sender != trade.buyer && msg.sender != trade.seller) revert NotParty(msg.sender);
    }

    /// @dev A buyer's trade begins at acceptance, for a market that freezes accounts.
    function _beginTrade(AccountWord buying) internal pure virtual returns (AccountWord) {
        return buying;
    }

    /// @dev A buyer's trade has ended: settled, void or terminated.
    function _endTrade(AccountWord buying) internal pure virtual returns (AccountWord) {
        return buying;
    }
}
