// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Outcome} from "../IElectricityMarket.sol";

/// @title Settlement clause
/// @notice What a buyer pays for used energy, compared with the agreed energy: the paper's 110 % / 90 % clauses.
/// Amounts are exact fractions, rounded down once: the buyer gains less than one base unit.
library SettlementClause {
    /// @dev Prices are per MWh, energy is in Wh.
    uint256 internal constant WH_PER_MWH = 1e6;

    /// @dev Ends of the band, 90 % and 110 %, in tenths of the agreed energy.
    uint256 private constant FLOOR_TENTHS = 9;
    uint256 private constant CEILING_TENTHS = 11;
    uint256 private constant TENTHS = 10;

    /// @notice Cost of energy at a price, rounded down: the payer gains.
    /// @param energyWh energy, Wh
    /// @param perMWh base units per MWh
    function costDown(uint48 energyWh, uint96 perMWh) internal pure returns (uint256) {
        return (uint256(energyWh) * perMWh) / WH_PER_MWH;
    }

    /// @notice What the buyer pays. In the band: the used energy at the price. Above: 110 % of the agreed energy at the
    /// price, the rest at the excess price. Below: the used energy at the price, and the energy missing to 90 % at the
    /// damages price. Continuous in `usedWh`, and never falling while the damages price is at most the price.
    /// @param agreedWh agreed energy Q, Wh
    /// @param usedWh used energy A, Wh
    /// @param perMWh price c, base units per MWh
    /// @param excessPerMWh price of energy above the band
    /// @param damagesPerMWh price of energy missing below the band
    /// @return amount base units, rounded down: the buyer gains
    /// @return outcome in, above or below the band
    function dueDown(
        uint48 agreedWh,
        uint48 usedWh,
        uint96 perMWh,
        uint96 excessPerMWh,
        uint96 damagesPerMWh
    ) internal pure returns (uint256 amount, Outcome outcome) {
        // In tenths of a Wh both ends of the band are integers, so nothing is rounded before the end.
        uint256 used = uint256(usedWh) * TENTHS;
        uint256 floor = uint256(agreedWh) * FLOOR_TENTHS;
        uint256 ceiling = uint256(agreedWh) * CEILING_TENTHS;
        if (used > ceiling) {
            amount = ceiling * perMWh + (used - ceiling) * excessPerMWh;
            outcome = Outcome.Excess;
        } else if (used >= floor) {
            amount = used * perMWh;
            outcome = Outcome.InBand;
        } else {
            amount = used * perMWh + (floor - used) * damagesPerMWh;
            outcome = Outcome.Shortfall;
        }
        amount /= WH_PER_MWH * TENTHS;
    }
}
