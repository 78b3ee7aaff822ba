// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Outcome} from "../../../contracts/IElectricityMarket.sol";
import {SettlementClause} from "../../../contracts/libraries/SettlementClause.sol";
import {Due} from "../support/Due.sol";
import {bound, vm} from "../support/Vm.sol";

contract SettlementClauseTest {
    uint96 private constant PRICE = 80e6;
    uint96 private constant EXCESS = 84e6;
    uint96 private constant DAMAGES = 8e6;

    /// @dev 1 MWh agreed at a price of 80, an excess price of 84 and a damages price of 8.
    function test_workedExamples() external pure {
        _assertDue(0, 7.2e6, Outcome.Shortfall);
        _assertDue(500_000, 43.2e6, Outcome.Shortfall);
        _assertDue(899_999, 71_999_928, Outcome.Shortfall);
        _assertDue(900_000, 72e6, Outcome.InBand);
        _assertDue(1_000_000, 80e6, Outcome.InBand);
        _assertDue(1_100_000, 88e6, Outcome.InBand);
        _assertDue(1_100_001, 88_000_084, Outcome.Excess);
        _assertDue(2_000_000, 163.6e6, Outcome.Excess);
    }

    function _assertDue(uint48 usedWh, uint256 expected, Outcome expectedOutcome) private pure {
        (uint256 amount, Outcome outcome) = SettlementClause.dueDown(1_000_000, usedWh, PRICE, EXCESS, DAMAGES);
        vm.assertEq(amount, expected, "amount");
        vm.assertEq(uint256(outcome), uint256(expectedOutcome), "outcome");
    }

    function testFuzz_dueIsTheClauseRoundedDown(
        uint48 agreedWh,
        uint48 usedWh,
        uint96 price,
        uint96 excess,
        uint96 damages
    ) external pure {
        usedWh = _near(agreedWh, usedWh);
        (uint256 amount, Outcome outcome) = SettlementClause.dueDown(agreedWh, usedWh, price, excess, damages);
        vm.assertEq(amount, Due.exact(agreedWh, usedWh, price, excess, damages) / Due.SCALE, "amount");
        vm.assertEq(uint256(outcome), uint256(Due.outcome(agreedWh, usedWh)), "outcome");
    }

    function testFuzz_dueNeverFalls(
        uint48 agreedWh,
        uint48 lessWh,
        uint48 moreWh,
        uint96 price,
        uint96 excess,
        uint96 damages
    ) external pure {
        lessWh = uint48(bound(lessWh, 0, moreWh = _near(agreedWh, moreWh)));
        damages = uint96(bound(damages, 0, price));
        (uint256 less, ) = SettlementClause.dueDown(agreedWh, lessWh, price, excess, damages);
        (uint256 more, ) = SettlementClause.dueDown(agreedWh, moreWh, price, excess, damages);
        vm.assertLe(less, more, "due");
    }

    function testFuzz_bothEndsOfTheBandAreContinuous(
        uint48 tenth,
        uint96 price,
        uint96 excess,
        uint96 damages
    ) external pure {
        tenth = uint48(bound(tenth, 1, type(uint48).max / 12));
        _assertMeets(tenth * 10, tenth * 9, price, excess, damages);
        _assertMeets(tenth * 10, tenth * 11, price, excess, damages);
    }

    /// @dev One Wh to either side of the end changes the amount by at most the highest price of a Wh, rounded up.
    function _assertMeets(uint48 agreedWh, uint48 end, uint96 price, uint96 excess, uint96 damages) private pure {
        (uint256 meeting, ) = SettlementClause.dueDown(agreedWh, end, price, excess, damages);
        vm.assertEq(meeting, (uint256(end) * price) / 1e6, "at the end");
        uint256 dearest = price > excess ? price : excess;
        if (damages > dearest) dearest = damages;
        for (uint48 usedWh = end - 1; usedWh <= end + 1; usedWh += 2) {
            (uint256 beside, ) = SettlementClause.dueDown(agreedWh, usedWh, price, excess, damages);
            vm.assertLe(beside > meeting ? beside - meeting : meeting - beside, dearest / 1e6 + 1, "beside the end");
        }
    }

    function testFuzz_costIsRoundedDown(uint48 energyWh, uint96 price) external pure {
        vm.assertEq(SettlementClause.costDown(energyWh, price), (uint256(energyWh) * price) / 1e6, "cost");
    }

    /// @dev The parts of an offer never cost more together than the whole.
    function testFuzz_partsNeverCostMore(uint48 wholeWh, uint48 partWh, uint96 price) external pure {
        partWh = uint48(bound(partWh, 0, wholeWh));
        uint256 parts = SettlementClause.costDown(partWh, price) + SettlementClause.costDown(wholeWh - partWh, price);
        vm.assertLe(parts, SettlementClause.costDown(wholeWh, price), "parts");
    }

    /// @dev Brings half of the energies below twice the agreed energy, where both ends of the band are.
    function _near(uint48 agreedWh, uint48 usedWh) private pure returns (uint48) {
        uint256 most = 2 * uint256(agreedWh) + 1;
        return usedWh % 2 == 0 || most > type(uint48).max ? usedWh : uint48(bound(usedWh / 2, 0, most));
    }
}
