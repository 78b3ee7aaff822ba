// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {
    AgreementState,
    AgreementStatus,
    IElectricityMarket,
    Offer,
    OfferStatus,
    Reason
} from "../IElectricityMarket.sol";
import {Trade} from "../base/Trades.sol";
import {AccountWord} from "../libraries/AccountWord.sol";
import {OfferWord} from "../libraries/OfferWord.sol";
import {ReliabilityCoefficient} from "../libraries/ReliabilityCoefficient.sol";
import {TypedData} from "../libraries/TypedData.sol";
import {SignedOffers} from "./SignedOffers.sol";
import {Charge, Signing} from "./Signing.sol";

/// @title Accepting
/// @notice An offer becomes an agreement: signed or void at once on the fast lane, awaiting verification otherwise.
abstract contract Accepting is SignedOffers, Signing {
    /// @notice How long an agreement may await verification, s.
    uint256 public immutable VERIFICATION_WINDOW;

    constructor(uint256 verificationWindow) {
        VERIFICATION_WINDOW = verificationWindow;
    }

    /// @inheritdoc IElectricityMarket
    function accept(Offer calldata offer, uint48 energyWh) external whenNotPaused returns (bytes32 agreementId) {
        return _accept(TypedData.offerId(offer), offer, energyWh);
    }

    /// @inheritdoc IElectricityMarket
    function acceptSigned(
        Offer calldata offer,
        bytes calldata signature,
        uint48 energyWh
    ) external whenNotPaused returns (bytes32 agreementId) {
        bytes32 offerId = TypedData.offerId(offer);
        if (_offers[offerId].status() == OfferStatus.None) _begin(offerId, offer, signature);
        return _accept(offerId, offer, energyWh);
    }

    function _accept(bytes32 offerId, Offer calldata offer, uint48 energyWh) private returns (bytes32 agreementId) {
        Trade memory trade = _tradeOf(offerId, offer, msg.sender, energyWh);
        OfferWord state = _requireOpen(offerId);
        if (state.bySignature()) _requireNotCancelled(offer.declarer, offer.number);
        if (block.timestamp >= offer.expiry) revert OfferExpired(offerId, offer.expiry);
        if (offer.declarer == msg.sender) revert OwnOffer(msg.sender);
        if (energyWh == 0) revert ZeroEnergy();
        if (energyWh > state.remainingWh()) revert EnergyAboveRemaining(energyWh, state.remainingWh());
        _requireTrader(trade.buying, trade.buyer);
        _requireTrader(trade.selling, trade.seller);
        address meter = meterOf(trade.buyer);
        if (meter == address(0)) revert NoMeter(trade.buyer);

        uint32 fillIndex = state.fills();
        _offers[offerId] = state.filled(energyWh);
        agreementId = TypedData.agreementId(offerId, msg.sender, energyWh, fillIndex, meter);
        trade.agreementId = agreementId;
        AgreementStatus status = AgreementStatus.AwaitingVerification;
        Charge memory charge;
        if (_isReliable(trade.buying, energyWh) && _isReliable(trade.selling, energyWh)) {
            charge = _chargeOf(trade, offer);
            status = charge.missing == Reason.None ? AgreementStatus.Signed : AgreementStatus.Void;
        }
        emit Accepted(agreementId, offerId, msg.sender, energyWh, fillIndex, meter, status);
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
}
