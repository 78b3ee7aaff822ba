// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The settlement table of the paper, row by row, as exact fractions: base units times {SCALE}, the energy used
/// and both ends of the band in tenths of a Wh. What the proofs hold the library to.
/// @dev No parameter of a claim is named as one of a library's: solc tells its counterexamples by name alone.
library Clause {
    /// @dev Tenths of a Wh in a MWh.
    uint256 internal constant SCALE = 1e7;

    function ceiling(uint48 agreedWh) internal pure returns (uint256) {
        return uint256(agreedWh) * 11;
    }

    function floor(uint48 agreedWh) internal pure returns (uint256) {
        return uint256(agreedWh) * 9;
    }

    /// @notice A > 110 % Q: 110 % Q at c, and (A - 110 % Q) at the excess price.
    function above(uint256 end, uint256 used, uint96 perMWh, uint96 excessPerMWh) internal pure returns (uint256) {
        return end * perMWh + (used - end) * excessPerMWh;
    }

    /// @notice 90 % Q <= A <= 110 % Q: A at c.
    function within(uint256 used, uint96 perMWh) internal pure returns (uint256) {
        return used * perMWh;
    }

    /// @notice A < 90 % Q: A at c, and (90 % Q - A) at the liquidated-damages price.
    function below(uint256 end, uint256 used, uint96 perMWh, uint96 damagesPerMWh) internal pure returns (uint256) {
        return used * perMWh + (end - used) * damagesPerMWh;
    }
}
