// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ElectricityMarket, MarketParameters} from "./ElectricityMarket.sol";
import {Agreement, AgreementState, Reason} from "./IElectricityMarket.sol";
import {Trade} from "./base/Trades.sol";
import {AccountWord, UserStatus} from "./libraries/AccountWord.sol";
import {ReliabilityCoefficient} from "./libraries/ReliabilityCoefficient.sol";

/// @title Traditional market
/// @notice The paper's baseline. Every authority verifies every trade in a transaction of its own. The buyer's account
/// is frozen from acceptance until the trade has ended: one trade at a time, and no withdrawal.
contract TraditionalMarket is ElectricityMarket {
    /// @param checks authorities that have approved so far in this epoch: a bit for each seat, the lowest for seat 1
    event Checked(bytes32 indexed agreementId, address indexed authority, uint256 checks);

    error AlreadyChecked(bytes32 agreementId, address authority);

    /// @dev `AgreementState.verification` is packed: a bit for each seat at the low end, the epoch above {SEAT_BITS}.
    uint256 private constant SEAT_BITS = 160;

    constructor(MarketParameters memory parameters) ElectricityMarket(parameters) {}

    /// @dev Nobody is spared verification.
    function _coefficient(AccountWord, uint256) internal pure override returns (uint256) {
        return ReliabilityCoefficient.WAD;
    }

    function _beginTrade(AccountWord buying) internal pure override returns (AccountWord) {
        return buying.withStatus(UserStatus.Frozen);
    }

    function _endTrade(AccountWord buying) internal pure override returns (AccountWord) {
        return buying.withStatus(UserStatus.Active);
    }

    /// @notice Records the caller's approval of an agreement. With the last authority's approval the agreement is
    /// signed or void. After a change of the committee all authorities must approve again. Caller: an authority.
    function verify(Agreement calldata agreement) external {
        Trade memory trade = _tradeOf(agreement);
        _requireVerifiable(trade);
        uint256 bit = 1 << (seatOf(msg.sender) - 1);
        AgreementState storage state = _agreements[trade.agreementId];
        uint256 epoch = committeeEpoch();
        uint256 checks = state.verification >> SEAT_BITS == epoch ? uint160(state.verification) : 0;
        if (checks & bit != 0) revert AlreadyChecked(trade.agreementId, msg.sender);

        checks |= bit;
        state.verification = uint200((epoch << SEAT_BITS) | checks);
        emit Checked(trade.agreementId, msg.sender, checks);
        if (checks == (1 << committeeSize()) - 1) _verified(trade, agreement.offer);
    }

    /// @notice Terminates an agreement that awaits verification. One refusal is enough, since every authority must
    /// approve. Caller: an authority.
    /// @param reason KeyRefused or CommitteeRefused
    function refuse(Agreement calldata agreement, Reason reason) external {
        Trade memory trade = _tradeOf(agreement);
        _requireVerifiable(trade);
        seatOf(msg.sender);
        _requireRefusalReason(reason);
        _terminate(trade, reason);
    }
}
