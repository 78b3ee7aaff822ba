// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {
    Agreement,
    AgreementState,
    AgreementStatus,
    IElectricityMarket,
    Offer,
    OfferState,
    Reason,
    Side
} from "../IElectricityMarket.sol";
import {AccountWord} from "../libraries/AccountWord.sol";
import {OfferWord} from "../libraries/OfferWord.sol";
import {TypedData} from "../libraries/TypedData.sol";
import {ClearingAccounts} from "./ClearingAccounts.sol";

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

/// @title Trades
/// @notice The state of offers and agreements, and how a step of a trade finds its own and puts it back.
abstract contract Trades is IElectricityMarket, ClearingAccounts {
    mapping(bytes32 offerId => OfferWord) internal _offers;
    mapping(bytes32 agreementId => AgreementState) internal _agreements;

    /// @inheritdoc IElectricityMarket
    function offerState(bytes32 offerId) external view returns (OfferState memory) {
        return _offers[offerId].unpack();
    }

    /// @inheritdoc IElectricityMarket
    function agreementState(bytes32 agreementId) external view returns (AgreementState memory) {
        return _agreements[agreementId];
    }

    function _requireStatus(
        Agreement calldata agreement,
        AgreementStatus status
    ) internal view returns (Trade memory trade) {
        trade = _tradeOf(agreement);
        AgreementStatus actual = _agreements[trade.agreementId].status;
        if (actual != status) revert WrongStatus(trade.agreementId, actual);
    }

    function _tradeOf(Agreement calldata agreement) internal view returns (Trade memory trade) {
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
    ) internal view returns (Trade memory trade) {
        trade.offerId = offerId;
        trade.energyWh = energyWh;
        (trade.buyer, trade.seller) = offer.side == Side.Buy ? (offer.declarer, accepter) : (accepter, offer.declarer);
        trade.buying = _accounts[trade.buyer];
        trade.selling = _accounts[trade.seller];
    }

    function _requireParty(Trade memory trade) internal view {
        if (msg.sender != trade.buyer && msg.sender != trade.seller) revert NotParty(msg.sender);
    }

    function _storeAccounts(Trade memory trade) internal {
        _accounts[trade.buyer] = trade.buying;
        _accounts[trade.seller] = trade.selling;
    }

    /// @dev An agreement that never came to be gives its energy back to the offer.
    function _endUnsigned(Trade memory trade, AgreementStatus status, Reason reason) internal {
        AgreementState storage state = _agreements[trade.agreementId];
        state.status = status;
        state.reason = reason;
        _offers[trade.offerId] = _offers[trade.offerId].refilled(trade.energyWh);
        trade.buying = _endTrade(trade.buying);
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
