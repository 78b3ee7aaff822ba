// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IElectricityMarket, Offer, OfferStatus} from "../IElectricityMarket.sol";
import {Trades} from "../base/Trades.sol";
import {OfferWord, OfferWords} from "../libraries/OfferWord.sol";
import {TypedData} from "../libraries/TypedData.sol";

/// @title Declaring
/// @notice Offers that their declarers declare, and cancel.
abstract contract Declaring is Trades {
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

    function _requireValidTerms(Offer calldata offer) internal view {
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
        _requireDeclarer(offer);
        OfferWord state = _requireOpen(offerId);

        _offers[offerId] = state.cancelled();
        emit Cancelled(offerId, state.remainingWh());
    }

    function _requireDeclarer(Offer calldata offer) internal view {
        if (offer.declarer != msg.sender) revert NotDeclarer(msg.sender, offer.declarer);
    }

    function _requireOpen(bytes32 offerId) internal view returns (OfferWord state) {
        state = _offers[offerId];
        if (state.status() != OfferStatus.Open) revert OfferNotOpen(offerId, state.status());
    }
}
