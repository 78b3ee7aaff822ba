// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {
    Acceptance,
    Agreement,
    AgreementState,
    AgreementStatus,
    IElectricityMarket,
    Offer,
    OfferStatus,
    Outcome,
    Reason,
    Settlement,
    SignedAcceptance
} from "./IElectricityMarket.sol";
import {AuthorityCommittee} from "./base/AuthorityCommittee.sol";
import {ClearingAccounts} from "./base/ClearingAccounts.sol";
import {Trade, Trades} from "./base/Trades.sol";
import {UserRegistry} from "./base/UserRegistry.sol";
import {AccountWord} from "./libraries/AccountWord.sol";
import {OfferWord, OfferWords} from "./libraries/OfferWord.sol";
import {ReliabilityCoefficient} from "./libraries/ReliabilityCoefficient.sol";
import {SettlementClause} from "./libraries/SettlementClause.sol";
import {TypedData} from "./libraries/TypedData.sol";

/// @notice Constructor arguments of a market.
/// @param operator owner of the market
/// @param token payment token
/// @param capTrades N of users who register
/// @param capEnergyWh M of users who register, Wh
/// @param feePerMWh platform fee, base units per MWh
/// @param verificationWindow longest time from acceptance to verification, s
/// @param readingWindow time after delivery during which only a meter reading can settle, s
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
/// @notice Everything that the improved and the traditional market share: all but verification. A market says through
/// {_coefficient} who is spared verification, and ends a verification by calling {_verified} or {_terminate}. The
/// sections follow the life of an agreement: offers, acceptance, signing, verification, settlement. Batches come last.
abstract contract ElectricityMarket is Trades, AuthorityCommittee {
    /// @notice Longest time from acceptance to verification, s.
    uint256 public immutable VERIFICATION_WINDOW;

    /// @notice Time after delivery during which only a meter reading can settle an agreement, s.
    uint256 public immutable READING_WINDOW;

    mapping(address declarer => uint256) private _lowestNumbers;
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

    /// @notice Stops new offers and new agreements; everything else goes on. Caller: the operator.
    function pause() external onlyOwner {
        _pause();
    }

    /// @notice Ends a pause. Caller: the operator.
    function unpause() external onlyOwner {
        _unpause();
    }

    /* OFFERS */

    /// @inheritdoc IElectricityMarket
    function declare(Offer calldata offer) external whenNotPaused returns (bytes32 offerId) {
        offerId = TypedData.offerId(offer);
        _requireDeclarer(offer);
        _requireTrader(_accounts[msg.sender], msg.sender);
        _requireValidTerms(offer);
        if (block.timestamp >= offer.expiry) revert OfferExpired(offerId, offer.expiry);
        if (_offers[offerId].status() != OfferStatus.None) revert OfferExists(offerId);

        _offers[offerId] = OfferWords.opened(offer.energyWh, false);
        emit Declared(offerId, msg.sender, offer);
    }

    function _requireValidTerms(Offer calldata offer) private view {
        if (offer.energyWh == 0) revert ZeroEnergy();
        if (offer.expiry > offer.deliveryStart || offer.deliveryStart >= offer.deliveryEnd) {
            revert InvalidPeriod(offer.expiry, offer.deliveryStart, offer.deliveryEnd);
        }
        // Above the price, a buyer just below the band would pay less for using more.
        if (offer.damagesPricePerMWh > offer.pricePerMWh) {
            revert DamagesAbovePrice(offer.damagesPricePerMWh, offer.pricePerMWh);
        }
        if (offer.feePerMWh != feePerMWh()) revert WrongFee(offer.feePerMWh, feePerMWh());
    }

    /// @inheritdoc IElectricityMarket
    function cancel(Offer calldata offer) external {
        bytes32 offerId = TypedData.offerId(offer);
        _requireDeclarer(offer);
        OfferWord state = _offers[offerId];
        if (state.status() != OfferStatus.Open) revert OfferNotOpen(offerId, state.status());

        _offers[offerId] = state.cancelled();
        emit Cancelled(offerId, state.remainingWh());
    }

    /// @inheritdoc IElectricityMarket
    function cancelSigned(Offer calldata offer) external {
        bytes32 offerId = TypedData.offerId(offer);
        _requireDeclarer(offer);
        OfferWord state = _offers[offerId];
        OfferStatus status = state.status();
        if (status == OfferStatus.Cancelled) revert OfferNotOpen(offerId, status);

        _offers[offerId] = state.cancelled();
        emit Cancelled(offerId, status == OfferStatus.None ? offer.energyWh : state.remainingWh());
    }

    function _requireDeclarer(Offer calldata offer) private view {
        if (offer.declarer != msg.sender) revert NotDeclarer(msg.sender, offer.declarer);
    }

    /// @inheritdoc IElectricityMarket
    function cancelUpTo(uint64 number) external {
        _requireNotCancelled(msg.sender, number);

        _lowestNumbers[msg.sender] = uint256(number) + 1;
        emit CancelledUpTo(msg.sender, number);
    }

    function _requireNotCancelled(address declarer, uint64 number) private view {
        uint256 lowest = _lowestNumbers[declarer];
        if (number < lowest) revert NumberCancelled(number, lowest);
    }

    /// @inheritdoc IElectricityMarket
    function lowestNumberOf(address declarer) external view returns (uint256) {
        return _lowestNumbers[declarer];
    }

    /* ACCEPTANCE */

    /// @inheritdoc IElectricityMarket
    function accept(Offer calldata offer, uint48 energyWh) external whenNotPaused returns (bytes32 agreementId) {
        bytes32 offerId = TypedData.offerId(offer);
        return _accept(offerId, _offers[offerId], offer, energyWh);
    }

    /// @inheritdoc IElectricityMarket
    function acceptSigned(
        Offer calldata offer,
        bytes calldata signature,
        uint48 energyWh
    ) external whenNotPaused returns (bytes32 agreementId) {
        bytes32 offerId = TypedData.offerId(offer);
        OfferWord state = _offers[offerId];
        if (state.status() == OfferStatus.None) state = _open(offerId, offer, signature);
        return _accept(offerId, state, offer, energyWh);
    }

    /// @dev Opens a signed offer. {_accept}, which follows, checks its expiry, its number and its declarer's account,
    /// and stores its state.
    function _open(bytes32 offerId, Offer calldata offer, bytes calldata signature) private returns (OfferWord state) {
        _requireSignedBy(offer.declarer, _hashTypedDataV4(offerId), signature);
        _requireValidTerms(offer);

        emit Declared(offerId, offer.declarer, offer);
        emit BegunBySignature(offerId);
        return OfferWords.opened(offer.energyWh, true);
    }

    /// @dev A user signs with the key of its address, even while the account delegates to code (EIP-7702).
    function _requireSignedBy(address party, bytes32 digest, bytes calldata signature) internal pure {
        address signer = ECDSA.recoverCalldata(digest, signature);
        if (signer != party) revert WrongPartySignature(signer, party);
    }

    function _accept(
        bytes32 offerId,
        OfferWord state,
        Offer calldata offer,
        uint48 energyWh
    ) private returns (bytes32 agreementId) {
        if (state.status() != OfferStatus.Open) revert OfferNotOpen(offerId, state.status());
        if (state.bySignature()) _requireNotCancelled(offer.declarer, offer.number);
        if (block.timestamp >= offer.expiry) revert OfferExpired(offerId, offer.expiry);
        if (offer.declarer == msg.sender) revert OwnOffer(msg.sender);
        if (energyWh == 0) revert ZeroEnergy();
        if (energyWh > state.remainingWh()) revert EnergyAboveRemaining(energyWh, state.remainingWh());
        Trade memory trade;
        _load(trade, offerId, offer, msg.sender, energyWh);
        _requireTrader(trade.buying, trade.buyer);
        _requireTrader(trade.selling, trade.seller);
        address meter = meterOf(trade.buyer);
        if (meter == address(0)) revert NoMeter(trade.buyer);

        uint32 fillIndex = state.fills();
        _offers[offerId] = state.filled(energyWh);
        agreementId = TypedData.agreementId(offerId, msg.sender, energyWh, fillIndex, meter);
        trade.agreementId = agreementId;
        AgreementStatus status = AgreementStatus.AwaitingVerification;
        (uint256 margin, uint256 fee, Reason missing) = (0, 0, Reason.None);
        if (_isReliable(trade.buying, energyWh) && _isReliable(trade.selling, energyWh)) {
            (margin, fee, missing) = _chargeOf(trade, offer);
            status = missing == Reason.None ? AgreementStatus.Signed : AgreementStatus.Void;
        }
        emit Accepted(agreementId, offerId, msg.sender, energyWh, fillIndex, meter, status);
        trade.buying = _beginTrade(trade.buying);
        if (status == AgreementStatus.AwaitingVerification) {
            AgreementState storage agreement = _agreements[agreementId];
            agreement.status = status;
            agreement.deadline = _deadlineOf(offer);
        } else if (status == AgreementStatus.Signed) {
            _sign(trade, margin, fee);
            trade.buying = _counted(trade.buying, energyWh);
            trade.selling = _counted(trade.selling, energyWh);
        } else {
            _void(trade, missing);
        }
        _storeAccounts(trade);
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

    /// @dev R of a user for a trade of `energyWh`, WAD. Below 1e18 the user is spared full verification.
    function _coefficient(AccountWord account, uint256 energyWh) internal view virtual returns (uint256);

    /// @dev No agreement is signed after its delivery has started.
    function _deadlineOf(Offer calldata offer) private view returns (uint40) {
        uint256 windowEnd = block.timestamp + VERIFICATION_WINDOW;
        return windowEnd < offer.deliveryStart ? uint40(windowEnd) : offer.deliveryStart;
    }

    /// @dev Counts a fast-lane trade. Its coefficient was valid, so neither sum exceeds its cap.
    function _counted(AccountWord account, uint48 energyWh) private pure returns (AccountWord) {
        return account.withUsage(account.usedTrades() + 1, account.usedEnergyWh() + energyWh);
    }

    /// @dev Hook: a buyer's trade begins, at acceptance.
    function _beginTrade(AccountWord buying) internal pure virtual returns (AccountWord) {
        return buying;
    }

    /// @dev Hook: a buyer's trade has ended. It is settled, void or terminated.
    function _endTrade(AccountWord buying) internal pure virtual returns (AccountWord) {
        return buying;
    }

    /* SIGNING */

    /// @dev What signing takes from the buyer and the seller, base units, and why it cannot, if so. Debts are checked
    /// again, since a party may have run into one after acceptance.
    function _chargeOf(
        Trade memory trade,
        Offer calldata offer
    ) private pure returns (uint256 margin, uint256 fee, Reason missing) {
        margin = SettlementClause.costDown(trade.energyWh, offer.marginPerMWh);
        fee = SettlementClause.costDown(trade.energyWh, offer.feePerMWh);
        if (trade.buying.openDebts() != 0 || trade.selling.openDebts() != 0) missing = Reason.DebtUnpaid;
        else if (margin > trade.buying.free()) missing = Reason.MarginMissing;
        else if (fee > trade.selling.free()) missing = Reason.FeeMissing;
    }

    function _sign(Trade memory trade, uint256 margin, uint256 fee) private {
        _agreements[trade.agreementId].status = AgreementStatus.Signed;
        trade.buying = trade.buying.withFree(trade.buying.free() - margin);
        trade.selling = trade.selling.withFree(trade.selling.free() - fee);
        _collectFee(fee);
    }

    function _void(Trade memory trade, Reason missing) private {
        _endUnsigned(trade, AgreementStatus.Void, missing);
        emit Voided(trade.agreementId, missing);
    }

    /// @dev Ends an agreement that was never signed: its energy goes back to the offer.
    function _endUnsigned(Trade memory trade, AgreementStatus status, Reason reason) private {
        AgreementState storage state = _agreements[trade.agreementId];
        state.status = status;
        state.reason = reason;
        _offers[trade.offerId] = _offers[trade.offerId].refilled(trade.energyWh);
        trade.buying = _endTrade(trade.buying);
    }

    /* VERIFICATION */

    /// @inheritdoc IElectricityMarket
    function decline(Agreement calldata agreement) external {
        Trade memory trade = _tradeOf(agreement);
        _requireStatus(trade, AgreementStatus.AwaitingVerification);
        _requireParty(trade);
        _terminate(trade, Reason.PartyDeclined);
    }

    function _requireParty(Trade memory trade) private view {
        if (msg.sender != trade.buyer && msg.sender != trade.seller) revert NotParty(msg.sender);
    }

    /// @inheritdoc IElectricityMarket
    function expire(Agreement calldata agreement) external {
        Trade memory trade = _tradeOf(agreement);
        _requireStatus(trade, AgreementStatus.AwaitingVerification);
        uint256 deadline = _agreements[trade.agreementId].deadline;
        if (block.timestamp <= deadline) revert DeadlineNotPassed(deadline);
        _terminate(trade, Reason.DeadlinePassed);
    }

    /// @dev Requires that the agreement awaits verification and its deadline has not passed.
    function _requireVerifiable(Trade memory trade) internal view {
        _requireStatus(trade, AgreementStatus.AwaitingVerification);
        uint256 deadline = _agreements[trade.agreementId].deadline;
        if (block.timestamp > deadline) revert DeadlinePassed(deadline);
    }

    /// @dev Full verification succeeded: both parties' usage restarts from zero, without this trade, and the agreement
    /// is signed or void.
    function _verified(Trade memory trade, Offer calldata offer) internal {
        trade.buying = trade.buying.withUsage(0, 0);
        trade.selling = trade.selling.withUsage(0, 0);
        (uint256 margin, uint256 fee, Reason missing) = _chargeOf(trade, offer);
        if (missing == Reason.None) {
            _sign(trade, margin, fee);
            emit Signed(trade.agreementId);
        } else {
            _void(trade, missing);
        }
        _storeAccounts(trade);
    }

    /// @dev A committee can refuse for these reasons only; the market itself gives the others.
    function _requireRefusalReason(Reason reason) internal pure {
        if (reason != Reason.KeyRefused && reason != Reason.CommitteeRefused) revert NotRefusalReason(reason);
    }

    function _terminate(Trade memory trade, Reason reason) internal {
        _endUnsigned(trade, AgreementStatus.Terminated, reason);
        _storeAccounts(trade);
        emit Terminated(trade.agreementId, reason);
    }

    /* SETTLEMENT */

    /// @inheritdoc IElectricityMarket
    function settle(Agreement calldata agreement, uint48 energyWh, bytes calldata meterSignature) external {
        Trade memory trade = _tradeOf(agreement);
        _requireDelivered(trade, agreement.offer);
        bytes32 digest = _hashTypedDataV4(TypedData.reading(trade.agreementId, energyWh));
        address signer = ECDSA.recoverCalldata(digest, meterSignature);
        if (signer != agreement.meter) revert WrongMeter(signer, agreement.meter);

        Offer calldata offer = agreement.offer;
        (uint256 amount, Outcome outcome) = SettlementClause.dueDown(
            agreement.energyWh,
            energyWh,
            offer.pricePerMWh,
            offer.excessPricePerMWh,
            offer.damagesPricePerMWh
        );
        _settle(trade, offer, energyWh, amount, outcome);
    }

    /// @inheritdoc IElectricityMarket
    function settleUnmetered(Agreement calldata agreement) external {
        Trade memory trade = _tradeOf(agreement);
        _requireDelivered(trade, agreement.offer);
        _requireParty(trade);
        uint256 windowEnd = agreement.offer.deliveryEnd + READING_WINDOW;
        if (block.timestamp < windowEnd) revert ReadingWindowOpen(windowEnd);

        uint256 amount = SettlementClause.costDown(agreement.energyWh, agreement.offer.pricePerMWh);
        _settle(trade, agreement.offer, agreement.energyWh, amount, Outcome.Unmetered);
    }

    function _requireDelivered(Trade memory trade, Offer calldata offer) private view {
        _requireStatus(trade, AgreementStatus.Signed);
        if (block.timestamp < offer.deliveryEnd) revert DeliveryNotEnded(offer.deliveryEnd);
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
        uint256 paid = _pay(trade, margin, amount);
        uint256 debt = amount - paid;
        if (debt != 0) {
            _debts[trade.agreementId] = debt;
            trade.buying = trade.buying.withOpenDebts(trade.buying.openDebts() + 1);
        }
        trade.buying = _endTrade(trade.buying);
        _storeAccounts(trade);
        emit Settled(trade.agreementId, outcome, energyWh, paid, debt);
    }

    /// @dev Pays the seller from the margin, then from the buyer's free balance. The rest of the margin becomes free.
    /// @return paid `amount`, or all there was
    function _pay(Trade memory trade, uint256 margin, uint256 amount) private pure returns (uint256 paid) {
        uint256 available = trade.buying.free() + margin;
        paid = amount < available ? amount : available;
        trade.buying = trade.buying.withFree(available - paid);
        trade.selling = trade.selling.withFree(trade.selling.free() + paid);
    }

    /// @inheritdoc IElectricityMarket
    function payDebt(Agreement calldata agreement) external {
        Trade memory trade = _tradeOf(agreement);
        uint256 debt = _debts[trade.agreementId];
        if (debt == 0) revert NoDebt(trade.agreementId);

        uint256 paid = _pay(trade, 0, debt);
        if (paid == 0) revert BalanceTooLow(trade.buyer, 0, debt);
        uint256 remaining = debt - paid;
        _debts[trade.agreementId] = remaining;
        if (remaining == 0) trade.buying = trade.buying.withOpenDebts(trade.buying.openDebts() - 1);
        _storeAccounts(trade);
        emit DebtPaid(trade.agreementId, paid, remaining);
    }

    /// @inheritdoc IElectricityMarket
    function debtOf(bytes32 agreementId) external view returns (uint256) {
        return _debts[agreementId];
    }

    /* BATCHES */

    // Each item is a delegate call of the market to itself: the same function, the same caller and the same rules as
    // alone. An item that reverts leaves no trace but its event.

    /// @inheritdoc IElectricityMarket
    function acceptMany(
        Acceptance[] calldata acceptances
    ) external whenNotPaused returns (bytes32[] memory agreementIds) {
        agreementIds = new bytes32[](acceptances.length);
        Memory.Pointer free = Memory.getFreeMemoryPointer();
        for (uint256 i = 0; i < acceptances.length; ++i) {
            Acceptance calldata item = acceptances[i];
            bytes memory call = abi.encodeCall(IElectricityMarket.accept, (item.offer, item.energyWh));
            agreementIds[i] = _acceptItem(i, item.offer, call);
            Memory.unsafeSetFreeMemoryPointer(free);
        }
    }

    /// @inheritdoc IElectricityMarket
    function acceptSignedMany(
        SignedAcceptance[] calldata acceptances
    ) external whenNotPaused returns (bytes32[] memory agreementIds) {
        agreementIds = new bytes32[](acceptances.length);
        Memory.Pointer free = Memory.getFreeMemoryPointer();
        for (uint256 i = 0; i < acceptances.length; ++i) {
            SignedAcceptance calldata item = acceptances[i];
            bytes memory call = abi.encodeCall(
                IElectricityMarket.acceptSigned,
                (item.offer, item.signature, item.energyWh)
            );
            agreementIds[i] = _acceptItem(i, item.offer, call);
            Memory.unsafeSetFreeMemoryPointer(free);
        }
    }

    /// @return agreementId the new agreement's id; zero if the call reverted
    function _acceptItem(uint256 index, Offer calldata offer, bytes memory call) private returns (bytes32 agreementId) {
        (bool accepted, bytes32 id, ) = LowLevelCall.delegatecallReturn64Bytes(address(this), call);
        if (accepted) return id;
        bytes memory reason = _revertReason(index);
        emit AcceptanceRefused(TypedData.offerId(offer), msg.sender, index, reason);
    }

    /// @inheritdoc IElectricityMarket
    function settleMany(Settlement[] calldata settlements) external returns (bool[] memory settled) {
        settled = new bool[](settlements.length);
        Memory.Pointer free = Memory.getFreeMemoryPointer();
        for (uint256 i = 0; i < settlements.length; ++i) {
            Settlement calldata item = settlements[i];
            bytes memory call = abi.encodeCall(
                IElectricityMarket.settle,
                (item.agreement, item.energyWh, item.meterSignature)
            );
            settled[i] = LowLevelCall.delegatecallNoReturn(address(this), call);
            if (!settled[i]) {
                bytes memory reason = _revertReason(i);
                emit SettlementRefused(TypedData.agreementId(item.agreement), i, reason);
            }
            Memory.unsafeSetFreeMemoryPointer(free);
        }
    }

    /// @dev The custom error that the last call reverted with. A call that ran out of gas has no error data; then the
    /// whole batch reverts.
    function _revertReason(uint256 index) private pure returns (bytes memory) {
        if (LowLevelCall.returnDataSize() == 0) revert ItemUnfinished(index);
        return LowLevelCall.returnData();
    }
}
