// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The settlement table of the paper, row by row, as exact fractions: amounts in base units times {SCALE}, the
/// used energy and both ends of the band in tenths of a Wh. The proofs compare the library with it.
/// @dev Parameters of claims have other names than those of the libraries: solc reports a counterexample by name alone.
library Clause {
    /// @dev Tenths of a Wh per MWh.
    uint256 internal constant SCALE = 1e7;

    function ceiling(uint48 agreedWh) internal pure returns (uint256) {
        return uint256(agreedWh) * 11;
    }

    function floor(uint48 agreedWh) internal pure returns (uint256) {
        return uint256(agreedWh) * 9;
    }

    /// @notice A > 110 % Q: 110 % Q at c, plus (A - 110 % Q) at the excess price.
    function above(uint256 end, uint256 used, uint96 perMWh, uint96 excessPerMWh) internal pure returns (uint256) {
        return end * perMWh + (used - end) * excessPerMWh;
    }

    /// @notice 90 % Q <= A <= 110 % Q: A at c.
    function within(uint256 used, uint96 perMWh) internal pure returns (uint256) {
        return used * perMWh;
    }

    /// @notice A < 90 % Q: A at c, plus (90 % Q - A) at the damages price.
    function below(uint256 end, uint256 used, uint96 perMWh, uint96 damagesPerMWh) internal pure returns (uint256) {
        return used * perMWh + (end - used) * damagesPerMWh;
    }
}
