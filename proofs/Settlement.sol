// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Outcome} from "../contracts/IElectricityMarket.sol";
import {SettlementClause} from "../contracts/libraries/SettlementClause.sol";
import {Clause} from "./Clause.sol";

/// @notice dueDown never overflows
contract DueNeverOverflows {
    function claim(uint48 agreed, uint48 metered, uint96 price, uint96 excess, uint96 damages) external pure {
        (uint256 amount, ) = SettlementClause.dueDown(agreed, metered, price, excess, damages);
        assert(amount < 2 ** 128);
    }
}

/// @notice dueDown above the band is the clause's amount, rounded down by less than one base unit
contract DueAboveTheBand {
    function claim(uint48 agreed, uint48 metered, uint96 price, uint96 excess, uint96 damages) external pure {
        uint256 used = uint256(metered) * 10;
        uint256 end = Clause.ceiling(agreed);
        require(used > end);
        (uint256 amount, Outcome outcome) = SettlementClause.dueDown(agreed, metered, price, excess, damages);
        uint256 exact = Clause.above(end, used, price, excess);
        assert(amount * Clause.SCALE <= exact && exact < (amount + 1) * Clause.SCALE);
        assert(outcome == Outcome.Excess);
    }
}

/// @notice dueDown in the band, including its ends, is the clause's amount, rounded down by less than one base unit
contract DueInTheBand {
    function claim(uint48 agreed, uint48 metered, uint96 price, uint96 excess, uint96 damages) external pure {
        uint256 used = uint256(metered) * 10;
        require(Clause.floor(agreed) <= used && used <= Clause.ceiling(agreed));
        (uint256 amount, Outcome outcome) = SettlementClause.dueDown(agreed, metered, price, excess, damages);
        uint256 exact = Clause.within(used, price);
        assert(amount * Clause.SCALE <= exact && exact < (amount + 1) * Clause.SCALE);
        assert(outcome == Outcome.InBand);
    }
}

/// @notice dueDown below the band is the clause's amount, rounded down by less than one base unit
contract DueBelowTheBand {
    function claim(uint48 agreed, uint48 metered, uint96 price, uint96 excess, uint96 damages) external pure {
        uint256 used = uint256(metered) * 10;
        uint256 end = Clause.floor(agreed);
        require(used < end);
        (uint256 amount, Outcome outcome) = SettlementClause.dueDown(agreed, metered, price, excess, damages);
        uint256 exact = Clause.below(end, used, price, damages);
        assert(amount * Clause.SCALE <= exact && exact < (amount + 1) * Clause.SCALE);
        assert(outcome == Outcome.Shortfall);
    }
}

/// @notice the clause is continuous at 110 %: as exact fractions both rows of the table agree, and dueDown with them
contract ContinuousAtTheCeiling {
    function claim(uint48 agreed, uint48 metered, uint96 price, uint96 excess, uint96 damages) external pure {
        uint256 end = Clause.ceiling(agreed);
        require(uint256(metered) * 10 == end);
        uint256 exact = Clause.within(end, price);
        assert(exact == Clause.above(end, end, price, excess));
        (uint256 amount, ) = SettlementClause.dueDown(agreed, metered, price, excess, damages);
        assert(amount == exact / Clause.SCALE);
    }
}

/// @notice the clause is continuous at 90 %: as exact fractions both rows of the table agree, and dueDown with them
contract ContinuousAtTheFloor {
    function claim(uint48 agreed, uint48 metered, uint96 price, uint96 excess, uint96 damages) external pure {
        uint256 end = Clause.floor(agreed);
        require(uint256(metered) * 10 == end);
        uint256 exact = Clause.within(end, price);
        assert(exact == Clause.below(end, end, price, damages));
        (uint256 amount, ) = SettlementClause.dueDown(agreed, metered, price, excess, damages);
        assert(amount == exact / Clause.SCALE);
    }
}

/// @notice dueDown never falls as the used energy grows, if the damages price is at most the price
contract DueNeverFalls {
    function claim(
        uint48 agreed,
        uint48 lessWh,
        uint48 moreWh,
        uint96 price,
        uint96 excess,
        uint96 damages
    ) external pure {
        require(damages <= price && lessWh <= moreWh);
        (uint256 less, ) = SettlementClause.dueDown(agreed, lessWh, price, excess, damages);
        (uint256 more, ) = SettlementClause.dueDown(agreed, moreWh, price, excess, damages);
        assert(less <= more);
    }
}

/// @notice one more Wh never costs more than the higher price and one unit of rounding, also at both ends of the band
contract DueNeverJumps {
    function claim(uint48 agreed, uint48 fromWh, uint96 price, uint96 excess, uint96 damages) external pure {
        require(damages <= price && fromWh < type(uint48).max);
        (uint256 before, ) = SettlementClause.dueDown(agreed, fromWh, price, excess, damages);
        (uint256 afterwards, ) = SettlementClause.dueDown(agreed, fromWh + 1, price, excess, damages);
        uint256 dearer = price > excess ? price : excess;
        assert(afterwards * 1e6 < before * 1e6 + dearer + 1e6);
    }
}

/// @notice costDown never overflows, and is rounded down by less than one base unit
contract CostIsRoundedDown {
    function claim(uint48 energyWh, uint96 price) external pure {
        uint256 cost = SettlementClause.costDown(energyWh, price);
        uint256 exact = uint256(energyWh) * price;
        assert(cost * 1e6 <= exact && exact < (cost + 1) * 1e6);
    }
}

/// @notice costDown never falls as the energy or the price grows
contract CostNeverFalls {
    function claim(uint48 lessWh, uint48 moreWh, uint96 cheaper, uint96 dearer) external pure {
        require(lessWh <= moreWh && cheaper <= dearer);
        assert(SettlementClause.costDown(lessWh, cheaper) <= SettlementClause.costDown(moreWh, dearer));
    }
}

/// @notice the agreed energy costs the same by dueDown and by costDown: settling without a reading changes no price
contract AgreedEnergyCostsTheSame {
    function claim(uint48 agreed, uint96 price, uint96 excess, uint96 damages) external pure {
        (uint256 amount, ) = SettlementClause.dueDown(agreed, agreed, price, excess, damages);
        assert(amount == SettlementClause.costDown(agreed, price));
    }
}
