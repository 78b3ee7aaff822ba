// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AgreementStatus} from "../../../contracts/IElectricityMarket.sol";
import {Deal, Ledger} from "./Ledger.sol";

/// @notice Choices by random numbers, mostly such that an action can succeed.
abstract contract Choices is Ledger {
    /// @dev One time in sixteen an account that is not registered.
    function _anybody(uint256 seed) internal view returns (address) {
        return seed % 16 == 15 ? _outsider : users[(seed / 16) % USERS];
    }

    /// @dev Mostly another account than `user`.
    function _anybodyBut(address user, uint256 seed) internal view returns (address other) {
        other = _anybody(seed);
        if (other == user && seed % 8 != 0) other = users[(seed / 16 + 1) % USERS];
    }

    /// @dev Mostly the newest with that status, if there is one; otherwise any.
    function _pickDeal(uint256 seed, AgreementStatus status) internal view returns (Deal storage deal) {
        deal = _deals[seed % _deals.length];
        if (seed % 5 == 0) return deal;
        for (uint256 i = _deals.length; i > 0 && deal.status != status; --i) deal = _deals[i - 1];
    }
}
