// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Outcome} from "../../../contracts/IElectricityMarket.sol";

/// @notice What a buyer owes by the clauses, in one formula without cases: energy up to 110 % at the price, energy
/// above at the excess price, energy missing to 90 % at the damages price.
library Due {
    /// @dev Tenths of a Wh per MWh.
    uint256 internal constant SCALE = 1e7;

    /// @return base units times {SCALE}, exact
    function exact(
        uint256 agreedWh,
        uint256 usedWh,
        uint256 price,
        uint256 excess,
        uint256 damages
    ) internal pure returns (uint256) {
        (uint256 used, uint256 floor, uint256 ceiling) = (usedWh * 10, agreedWh * 9, agreedWh * 11);
        return _min(used, ceiling) * price + _above(used, ceiling) * excess + _above(floor, used) * damages;
    }

    function outcome(uint256 agreedWh, uint256 usedWh) internal pure returns (Outcome) {
        if (usedWh * 10 > agreedWh * 11) return Outcome.Excess;
        return usedWh * 10 < agreedWh * 9 ? Outcome.Shortfall : Outcome.InBand;
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }

    function _above(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a - b : 0;
    }
}
