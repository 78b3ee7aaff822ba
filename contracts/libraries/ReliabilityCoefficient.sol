// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Reliability coefficient
/// @notice R(N_k, M_i,k), equations (10) and (11) of the paper, read as the share of full verification that a trade
/// still needs: lower is more reliable.
library ReliabilityCoefficient {
    /// @dev 1 in fixed point: full verification.
    uint256 internal constant WAD = 1e18;

    /// @notice R is valid while N_k <= N and sum M_i,k <= M, both including this trade.
    /// @param trades N_k before this trade: trades since the last full verification
    /// @param energyWh sum of M_i,k before this trade, Wh
    /// @param capTrades N
    /// @param capEnergyWh M, Wh
    /// @param tradeWh energy of this trade, Wh; the sum must fit a uint256
    /// @param rho cost of the automatic check relative to a full verification, WAD, below 1e18
    /// @return R, WAD: rho if valid, otherwise 1e18
    function coefficient(
        uint256 trades,
        uint256 energyWh,
        uint256 capTrades,
        uint256 capEnergyWh,
        uint256 tradeWh,
        uint256 rho
    ) internal pure returns (uint256) {
        bool valid = trades < capTrades && energyWh + tradeWh <= capEnergyWh;
        return valid ? rho : WAD;
    }
}
