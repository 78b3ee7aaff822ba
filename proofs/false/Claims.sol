// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ReliabilityCoefficient} from "../../contracts/libraries/ReliabilityCoefficient.sol";
import {SettlementClause} from "../../contracts/libraries/SettlementClause.sol";

// Claims that are nearly true. A checker that does not refute them proves nothing.

/// @notice dueDown never falls as the used energy grows, at any damages price
contract DueNeverFallsAtAnyDamages {
    function claim(
        uint48 agreed,
        uint48 lessWh,
        uint48 moreWh,
        uint96 price,
        uint96 excess,
        uint96 damages
    ) external pure {
        require(lessWh <= moreWh);
        (uint256 less, ) = SettlementClause.dueDown(agreed, lessWh, price, excess, damages);
        (uint256 more, ) = SettlementClause.dueDown(agreed, moreWh, price, excess, damages);
        assert(less <= more);
    }
}

/// @notice dueDown is the exact amount
contract DueIsNeverRounded {
    function claim(uint48 agreed, uint96 price, uint96 excess, uint96 damages) external pure {
        (uint256 amount, ) = SettlementClause.dueDown(agreed, agreed, price, excess, damages);
        assert(amount * 1e6 == uint256(agreed) * price);
    }
}

/// @notice R never overflows, for any energy
contract CoefficientNeverOverflows {
    function claim(uint16 count, uint48 sumWh, uint16 mostTrades, uint48 mostWh, uint256 nextWh) external pure {
        assert(
            ReliabilityCoefficient.coefficient(count, sumWh, mostTrades, mostWh, nextWh, 0) <=
                ReliabilityCoefficient.WAD
        );
    }
}
