// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ReliabilityCoefficient} from "../contracts/libraries/ReliabilityCoefficient.sol";

/// @notice R is rho or 1, and never overflows for counts, caps and energies of the market's types
contract CoefficientIsRhoOrOne {
    function claim(
        uint16 count,
        uint48 sumWh,
        uint16 mostTrades,
        uint48 mostWh,
        uint48 nextWh,
        uint64 cost
    ) external pure {
        uint256 r = ReliabilityCoefficient.coefficient(count, sumWh, mostTrades, mostWh, nextWh, cost);
        assert(r == cost || r == ReliabilityCoefficient.WAD);
    }
}

/// @notice R is rho exactly if (10) and (11) hold with this trade counted: both sums stay within their caps
contract CoefficientKeepsTheCaps {
    function claim(
        uint16 count,
        uint48 sumWh,
        uint16 mostTrades,
        uint48 mostWh,
        uint48 nextWh,
        uint64 cost
    ) external pure {
        require(cost < ReliabilityCoefficient.WAD);
        uint256 r = ReliabilityCoefficient.coefficient(count, sumWh, mostTrades, mostWh, nextWh, cost);
        bool within = uint256(count) + 1 <= mostTrades && uint256(sumWh) + nextWh <= mostWh;
        assert((r == cost) == within);
    }
}

/// @notice R never falls as usage or the trade grows
contract CoefficientNeverFalls {
    function claim(
        uint16 fewer,
        uint16 more,
        uint48 lessWh,
        uint48 moreWh,
        uint48 smallWh,
        uint48 largeWh,
        uint16 mostTrades,
        uint48 mostWh,
        uint64 cost
    ) external pure {
        require(fewer <= more && lessWh <= moreWh && smallWh <= largeWh && cost <= ReliabilityCoefficient.WAD);
        assert(
            ReliabilityCoefficient.coefficient(fewer, lessWh, mostTrades, mostWh, smallWh, cost) <=
                ReliabilityCoefficient.coefficient(more, moreWh, mostTrades, mostWh, largeWh, cost)
        );
    }
}

/// @notice R never rises as the caps grow
contract CoefficientNeverRisesWithTheCaps {
    function claim(
        uint16 count,
        uint48 sumWh,
        uint48 nextWh,
        uint16 fewer,
        uint16 more,
        uint48 lessWh,
        uint48 moreWh,
        uint64 cost
    ) external pure {
        require(fewer <= more && lessWh <= moreWh && cost <= ReliabilityCoefficient.WAD);
        assert(
            ReliabilityCoefficient.coefficient(count, sumWh, fewer, lessWh, nextWh, cost) >=
                ReliabilityCoefficient.coefficient(count, sumWh, more, moreWh, nextWh, cost)
        );
    }
}
