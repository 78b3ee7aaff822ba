// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ElectricityMarket, MarketParameters} from "./ElectricityMarket.sol";
import {Agreement, AgreementState, Reason} from "./IElectricityMarket.sol";
import {Account, UserStatus} from "./base/UserRegistry.sol";
import {ReliabilityCoefficient} from "./libraries/ReliabilityCoefficient.sol";

/// @title Traditional market
/// @notice The paper's baseline: every authority verifies every trade by a transaction of its own, and the buyer's
/// account is frozen from acceptance until the trade has ended: one trade at a time, and no withdrawal.
contract TraditionalMarket is ElectricityMarket {
    event Checked(bytes32 indexed agreementId, address indexed authority, uint256 checks);

    error AlreadyChecked(bytes32 agreementId, address authority);

    /// @dev A bit for each seat, below the epoch in which the seats were held.
    uint256 private constant SEAT_BITS = 200;

    constructor(MarketParameters memory parameters) ElectricityMarket(parameters) {}

    /// @dev Nobody is spared.
    function _coefficient(Account storage, uint256) internal pure override returns (uint256) {
        return ReliabilityCoefficient.WAD;
    }

    function _beginTrade(address buyer) internal override {
        _accounts[buyer].status = UserStatus.Frozen;
    }

    function _endTrade(address buyer) internal override {
        _accounts[buyer].status = UserStatus.Active;
    }

    /// @notice Records the caller's consent to an agreement; with every authority's it is signed, or void. When the
    /// committee changes, all must check again. Caller: an authority.
    function verify(Agreement calldata agreement) external {
        bytes32 agreementId = _requireVerifiable(agreement);
        uint256 bit = 1 << (seatOf(msg.sender) - 1);
        AgreementState storage state = _agreements[agreementId];
        uint256 epoch = committeeEpoch();
        uint256 checks = state.verification >> SEAT_BITS == epoch ? uint200(state.verification) : 0;
        if (checks & bit != 0) revert AlreadyChecked(agreementId, msg.sender);

        checks |= bit;
        state.verification = uint240((epoch << SEAT_BITS) | checks);
        emit Checked(agreementId, msg.sender, checks);
        if (checks == (1 << committeeSize()) - 1) _verified(agreementId, agreement);
    }

    /// @notice Terminates an agreement that awaits verification: since all authorities are needed, one can refuse.
    /// Caller: an authority.
    /// @param reason KeyRefused or CommitteeRefused
    function refuse(Agreement calldata agreement, Reason reason) external {
        bytes32 agreementId = _requireVerifiable(agreement);
        seatOf(msg.sender);
        _requireRefusalReason(reason);
        _terminate(agreementId, agreement, reason);
    }
}
