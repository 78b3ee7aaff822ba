// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {
    Agreement,
    AgreementState,
    AgreementStatus,
    IElectricityMarket,
    Offer,
    OfferState,
    Side
} from "../IElectricityMarket.sol";
import {AccountWord} from "../libraries/AccountWord.sol";
import {OfferWord} from "../libraries/OfferWord.sol";
import {TypedData} from "../libraries/TypedData.sol";
import {ClearingAccounts} from "./ClearingAccounts.sol";

/// @dev A trade in memory. Both accounts are loaded once, changed here, and stored once by {Trades-_storeAccounts}.
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
/// @notice The state of offers and agreements, and how a trade is loaded and stored.
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

    /// @dev Loads the trade of an agreement in any state, or in none.
    function _tradeOf(Agreement calldata agreement) internal view returns (Trade memory trade) {
        bytes32 offerId = TypedData.offerId(agreement.offer);
        _load(trade, offerId, agreement.offer, agreement.accepter, agreement.energyWh);
        trade.agreementId = TypedData.agreementId(
            offerId,
            agreement.accepter,
            agreement.energyWh,
            agreement.fillIndex,
            agreement.meter
        );
    }

    /// @dev Fills in all of a trade but `agreementId`.
    function _load(
        Trade memory trade,
        bytes32 offerId,
        Offer calldata offer,
        address accepter,
        uint48 energyWh
    ) internal view {
        trade.offerId = offerId;
        trade.energyWh = energyWh;
        (trade.buyer, trade.seller) = offer.side == Side.Buy ? (offer.declarer, accepter) : (accepter, offer.declarer);
        trade.buying = _accounts[trade.buyer];
        trade.selling = _accounts[trade.seller];
    }

    function _requireStatus(Trade memory trade, AgreementStatus status) internal view {
        AgreementStatus actual = _agreements[trade.agreementId].status;
        if (actual != status) revert WrongStatus(trade.agreementId, actual);
    }

    function _storeAccounts(Trade memory trade) internal {
        _accounts[trade.buyer] = trade.buying;
        _accounts[trade.seller] = trade.selling;
    }
}
