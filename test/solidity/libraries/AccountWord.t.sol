// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Account, AccountWord, UserStatus} from "../../../contracts/libraries/AccountWord.sol";
import {bound, vm} from "../support/Vm.sol";

/// @dev A packed account is fuzzed as its bits, since the fuzzer does not respect the range of an enum.
contract AccountWordTest {
    function testFuzz_fieldsLieAsDocumented(uint256 bits) external pure {
        AccountWord word = _word(bits);
        Account memory account = word.unpack();
        bytes memory fields = abi.encodePacked(
            account.status,
            account.openDebts,
            account.capTrades,
            account.usedTrades,
            account.capEnergyWh,
            account.usedEnergyWh,
            account.free
        );
        vm.assertEq(uint256(bytes32(fields)), AccountWord.unwrap(word), "word");
    }

    function testFuzz_gettersReadTheirFields(uint256 bits) external pure {
        AccountWord word = _word(bits);
        Account memory account = word.unpack();
        vm.assertEq(word.free(), account.free, "free");
        vm.assertEq(word.usedEnergyWh(), account.usedEnergyWh, "usedEnergyWh");
        vm.assertEq(word.capEnergyWh(), account.capEnergyWh, "capEnergyWh");
        vm.assertEq(word.usedTrades(), account.usedTrades, "usedTrades");
        vm.assertEq(word.capTrades(), account.capTrades, "capTrades");
        vm.assertEq(word.openDebts(), account.openDebts, "openDebts");
        vm.assertEq(uint256(word.status()), uint256(account.status), "status");
    }

    function testFuzz_withFreeLeavesTheOthers(uint256 bits, uint96 value) external pure {
        Account memory expected = _word(bits).unpack();
        expected.free = value;
        _assertSame(_word(bits).withFree(value), expected);
    }

    function testFuzz_withCapsLeavesTheOthers(uint256 bits, uint16 trades, uint48 energyWh) external pure {
        Account memory expected = _word(bits).unpack();
        (expected.capTrades, expected.capEnergyWh) = (trades, energyWh);
        _assertSame(_word(bits).withCaps(trades, energyWh), expected);
    }

    function testFuzz_withUsageLeavesTheOthers(uint256 bits, uint16 trades, uint48 energyWh) external pure {
        Account memory expected = _word(bits).unpack();
        (expected.usedTrades, expected.usedEnergyWh) = (trades, energyWh);
        _assertSame(_word(bits).withUsage(trades, energyWh), expected);
    }

    function testFuzz_withOpenDebtsLeavesTheOthers(uint256 bits, uint24 value) external pure {
        Account memory expected = _word(bits).unpack();
        expected.openDebts = value;
        _assertSame(_word(bits).withOpenDebts(value), expected);
    }

    function testFuzz_withStatusLeavesTheOthers(uint256 bits, uint8 value) external pure {
        Account memory expected = _word(bits).unpack();
        expected.status = UserStatus(value % 3);
        _assertSame(_word(bits).withStatus(expected.status), expected);
    }

    function testFuzz_overflowReverts(uint256 bits, uint256 value) external {
        _expectOverflow(96, value = bound(value, 2 ** 96, type(uint256).max));
        this.withFree(bits, value);
        _expectOverflow(16, value = bound(value, 2 ** 16, type(uint256).max));
        this.withUsage(bits, value, 0);
        _expectOverflow(48, value = bound(value, 2 ** 48, type(uint256).max));
        this.withUsage(bits, 0, value);
        _expectOverflow(24, value = bound(value, 2 ** 24, type(uint256).max));
        this.withOpenDebts(bits, value);
    }

    function test_theSmallestValueTooLargeReverts() external {
        _expectOverflow(96, 2 ** 96);
        this.withFree(0, 2 ** 96);
        _expectOverflow(16, 2 ** 16);
        this.withUsage(0, 2 ** 16, 0);
        _expectOverflow(48, 2 ** 48);
        this.withUsage(0, 0, 2 ** 48);
        _expectOverflow(24, 2 ** 24);
        this.withOpenDebts(0, 2 ** 24);
    }

    function withFree(uint256 bits, uint256 value) external pure {
        _word(bits).withFree(value);
    }

    function withUsage(uint256 bits, uint256 trades, uint256 energyWh) external pure {
        _word(bits).withUsage(trades, energyWh);
    }

    function withOpenDebts(uint256 bits, uint256 value) external pure {
        _word(bits).withOpenDebts(value);
    }

    function _expectOverflow(uint8 size, uint256 value) private {
        vm.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, size, value));
    }

    function _word(uint256 bits) private pure returns (AccountWord) {
        uint256 status = (bits >> 248) % 3;
        return AccountWord.wrap((bits & (2 ** 248 - 1)) | (status << 248));
    }

    function _assertSame(AccountWord actual, Account memory expected) private pure {
        vm.assertEq(abi.encode(actual.unpack()), abi.encode(expected), "account");
    }
}
