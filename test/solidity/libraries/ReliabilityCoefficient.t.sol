// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ReliabilityCoefficient} from "../../../contracts/libraries/ReliabilityCoefficient.sol";
import {bound, vm} from "../support/Vm.sol";

contract ReliabilityCoefficientTest {
    /// @dev The sums stay near the caps, where R changes.
    function testFuzz_isRhoWithinBothCapsAndOneBeyondThem(
        uint16 capTrades,
        uint48 capWh,
        uint48 tradeWh,
        uint256 trades,
        uint256 usedWh,
        uint64 rho
    ) external pure {
        trades = bound(trades, 0, uint256(capTrades) + 2);
        usedWh = bound(usedWh, 0, 2 * uint256(capWh) + 2);
        rho = uint64(bound(rho, 0, 1e18 - 1));
        bool valid = trades + 1 <= capTrades && usedWh + tradeWh <= capWh;
        uint256 r = ReliabilityCoefficient.coefficient(trades, usedWh, capTrades, capWh, tradeWh, rho);
        vm.assertEq(r, valid ? rho : 1e18, "R");
    }

    /// @dev A trade that reaches both caps exactly is on the fast lane; one more Wh, or one more trade, is not.
    function testFuzz_changesAboveTheCaps(uint16 capTrades, uint48 capWh, uint48 tradeWh, uint64 rho) external pure {
        capTrades = uint16(bound(capTrades, 1, type(uint16).max));
        tradeWh = uint48(bound(tradeWh, 0, capWh));
        rho = uint64(bound(rho, 0, 1e18 - 1));
        uint256 room = capWh - tradeWh;
        vm.assertEq(_coefficient(capTrades - 1, room, capTrades, capWh, tradeWh, rho), rho, "at both caps");
        vm.assertEq(_coefficient(capTrades, room, capTrades, capWh, tradeWh, rho), 1e18, "a trade above N");
        vm.assertEq(_coefficient(capTrades - 1, room + 1, capTrades, capWh, tradeWh, rho), 1e18, "a Wh above M");
    }

    function _coefficient(
        uint256 trades,
        uint256 usedWh,
        uint256 capTrades,
        uint256 capWh,
        uint256 tradeWh,
        uint256 rho
    ) private pure returns (uint256) {
        return ReliabilityCoefficient.coefficient(trades, usedWh, capTrades, capWh, tradeWh, rho);
    }
}
