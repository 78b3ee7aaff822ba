// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ClearingAccounts} from "../../../contracts/base/ClearingAccounts.sol";
import {vm} from "../support/Vm.sol";
import {Call, ReentrancyScene} from "./ReentrancyScene.sol";

/// @notice Every function of a market, called in the name of whoever may call it amid every movement of money: either
/// it is refused there, or it does exactly what it does on its own.
contract ReentrancyTest is ReentrancyScene {
    /// @dev A deposit counts what has arrived at its end, so that a call amid it comes before it.
    function test_callsAmidADepositComeBeforeIt() external {
        for (uint256 i = 0; i < _calls.length; ++i) {
            _assertSame(_calls[i], _depositOf(_buyer), true);
            _assertSame(_calls[i], _depositOf(_debtor), true);
        }
    }

    /// @dev What is paid out has left the books before it moves, so that a call amid it comes after it.
    function test_callsAmidAPayOutComeAfterIt() external {
        for (uint256 i = 0; i < _calls.length; ++i) {
            _assertSame(_calls[i], _withdrawalOf(_buyer), false);
            _assertSame(_calls[i], _withdrawalOf(_debtor), false);
            _assertSame(_calls[i], _feeCollection(), false);
        }
    }

    function test_movementsAmidAMovementAreRefused() external {
        Call[5] memory movements = [
            _depositOf(_buyer),
            _withdrawalOf(_buyer),
            _feeCollection(),
            _depositOf(_debtor),
            Call(_buyer, abi.encodeCall(ClearingAccounts.depositWithPermit, (_buyer, 1, 0, 0, 0, 0)), 0)
        ];
        for (uint256 i = 0; i < movements.length; ++i) {
            for (uint256 j = 0; j < movements.length; ++j) _assertRefused(movements[i], movements[j]);
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
        vm.assertTrue(_succeededAmid(), "amid a movement");
        vm.assertEq(_digest(), expected, "state");
        vm.revertToState(snapshot);
    }

    function _assertRefused(Call memory inner, Call memory outer) private {
        uint256 snapshot = vm.snapshotState();
        _succeed(outer);
        bytes32 expected = _digest();
        vm.revertToState(snapshot);

        snapshot = vm.snapshotState();
        _arm(inner);
        _succeed(outer);
        bytes memory refusal = abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        vm.assertEq(_answerAmid(), refusal, "refusal");
        vm.assertEq(_digest(), expected, "state");
        vm.revertToState(snapshot);
    }
}
