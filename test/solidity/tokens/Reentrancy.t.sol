// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ClearingAccounts} from "../../../contracts/base/ClearingAccounts.sol";
import {vm} from "../support/Vm.sol";
import {Call, ReentrancyScene} from "./ReentrancyScene.sol";

/// @notice Calls every function of a market, from an allowed caller, during every movement of money. The call reverts
/// there, or has exactly the effect that it has on its own.
contract ReentrancyTest is ReentrancyScene {
    /// @dev A deposit counts what has arrived at its end, so a call during it acts as if made before it.
    function test_aCallDuringADepositActsAsIfBeforeIt() external {
        for (uint256 i = 0; i < _calls.length; ++i) {
            _assertSame(_calls[i], _depositOf(_buyer), true);
            _assertSame(_calls[i], _depositOf(_debtor), true);
        }
    }

    /// @dev A payout leaves the books before its tokens move, so a call during it acts as if made after it.
    function test_aCallDuringAPayoutActsAsIfAfterIt() external {
        for (uint256 i = 0; i < _calls.length; ++i) {
            _assertSame(_calls[i], _withdrawalOf(_buyer), false);
            _assertSame(_calls[i], _withdrawalOf(_debtor), false);
            _assertSame(_calls[i], _feeCollection(), false);
        }
    }

    function test_aMovementDuringAMovementReverts() external {
        Call[5] memory movements = [
            _depositOf(_buyer),
            _withdrawalOf(_buyer),
            _feeCollection(),
            _depositOf(_debtor),
            Call(_buyer, abi.encodeCall(ClearingAccounts.depositWithPermit, (_buyer, 1, 0, 0, 0, 0)), 0)
        ];
        for (uint256 i = 0; i < movements.length; ++i) {
            for (uint256 j = 0; j < movements.length; ++j) _assertReverts(movements[i], movements[j]);
        }
    }

    function _assertSame(Call memory inner, Call memory outer, bool innerFirst) private {
        uint256 snapshot = vm.snapshotState();
        if (inner.time != 0) vm.warp(inner.time);
        if (innerFirst) _succeed(inner);
        _succeed(outer);
        if (!innerFirst) _succeed(inner);
        bytes32 expected = _digest();
        vm.revertToState(snapshot);

        snapshot = vm.snapshotState();
        if (inner.time != 0) vm.warp(inner.time);
        _arm(inner);
        _succeed(outer);
        vm.assertTrue(_nestedSucceeded(), "during a movement");
        vm.assertEq(_digest(), expected, "state");
        vm.revertToState(snapshot);
    }

    function _assertReverts(Call memory inner, Call memory outer) private {
        uint256 snapshot = vm.snapshotState();
        _succeed(outer);
        bytes32 expected = _digest();
        vm.revertToState(snapshot);

        snapshot = vm.snapshotState();
        _arm(inner);
        _succeed(outer);
        bytes memory answer = abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        vm.assertEq(_answerOfNested(), answer, "error");
        vm.assertEq(_digest(), expected, "state");
        vm.revertToState(snapshot);
    }
}
