// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OfferState, OfferStatus} from "../../../contracts/IElectricityMarket.sol";
import {OfferWord, OfferWords} from "../../../contracts/libraries/OfferWord.sol";
import {bound, vm} from "../support/Vm.sol";

/// @dev A packed offer state is fuzzed as its bits, since the fuzzer does not respect the range of an enum.
contract OfferWordTest {
    function testFuzz_fieldsLieAsDocumented(uint256 bits) external pure {
        OfferWord word = _word(bits);
        OfferState memory state = word.unpack();
        bytes memory fields = abi.encodePacked(state.bySignature, state.status, state.fills, state.remainingWh);
        vm.assertEq(uint96(bytes12(fields)), OfferWord.unwrap(word), "word");
    }

    function testFuzz_gettersReadTheirFields(uint256 bits) external pure {
        OfferWord word = _word(bits);
        OfferState memory state = word.unpack();
        vm.assertEq(word.remainingWh(), state.remainingWh, "remainingWh");
        vm.assertEq(word.fills(), state.fills, "fills");
        vm.assertEq(uint256(word.status()), uint256(state.status), "status");
        vm.assertTrue(word.bySignature() == state.bySignature, "bySignature");
    }

    function testFuzz_aNewOfferIsOpenWithAllItsEnergy(uint48 energyWh, bool signed) external pure {
        _assertSame(OfferWords.opened(energyWh, signed), OfferState(OfferStatus.Open, energyWh, 0, signed));
    }

    function testFuzz_fillingTakesEnergyAndCounts(uint256 bits, uint48 energyWh) external pure {
        OfferState memory expected = _word(bits).unpack();
        energyWh = uint48(bound(energyWh, 0, expected.remainingWh));
        if (expected.fills == type(uint32).max) return;
        expected.remainingWh -= energyWh;
        expected.fills += 1;
        _assertSame(_word(bits).filled(energyWh), expected);
    }

    function testFuzz_refillingGivesEnergyBack(uint256 bits, uint48 energyWh) external pure {
        OfferState memory expected = _word(bits).unpack();
        energyWh = uint48(bound(energyWh, 0, type(uint48).max - expected.remainingWh));
        expected.remainingWh += energyWh;
        _assertSame(_word(bits).refilled(energyWh), expected);
    }

    function testFuzz_cancellingLeavesTheRest(uint256 bits) external pure {
        OfferState memory expected = _word(bits).unpack();
        expected.status = OfferStatus.Cancelled;
        _assertSame(_word(bits).cancelled(), expected);
    }

    function test_overflowAndUnderflowRevert() external {
        vm.expectRevert(ARITHMETIC);
        this.filled(OfferWord.unwrap(OfferWords.opened(1, false)), 2);
        vm.expectRevert(ARITHMETIC);
        this.filled(uint256(type(uint32).max) << 48, 0);
        vm.expectRevert(ARITHMETIC);
        this.refilled(OfferWord.unwrap(OfferWords.opened(type(uint48).max, true)), 1);
    }

    bytes private constant ARITHMETIC = abi.encodeWithSignature("Panic(uint256)", 0x11);

    function filled(uint256 bits, uint48 energyWh) external pure {
        OfferWord.wrap(bits).filled(energyWh);
    }

    function refilled(uint256 bits, uint48 energyWh) external pure {
        OfferWord.wrap(bits).refilled(energyWh);
    }

    function _word(uint256 bits) private pure returns (OfferWord) {
        uint256 status = ((bits >> 80) % 256) % 3;
        return OfferWord.wrap((bits & (2 ** 80 - 1)) | (status << 80) | (((bits >> 88) & 1) << 88));
    }

    function _assertSame(OfferWord actual, OfferState memory expected) private pure {
        vm.assertEq(abi.encode(actual.unpack()), abi.encode(expected), "offer");
    }
}
