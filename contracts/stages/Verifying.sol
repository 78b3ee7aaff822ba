// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Agreement, AgreementStatus, IElectricityMarket, Offer, Reason} from "../IElectricityMarket.sol";
import {Trade} from "../base/Trades.sol";
import {Charge, Signing} from "./Signing.sol";

/// @title Verifying
/// @notice How an agreement stops awaiting verification: declined or late, or as the market says by calling {_verified}
/// or {_terminate}.
abstract contract Verifying is Signing {
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
}
