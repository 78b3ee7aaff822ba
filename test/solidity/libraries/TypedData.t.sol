// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Agreement, Offer, Reason} from "../../../contracts/IElectricityMarket.sol";
import {TypedData} from "../../../contracts/libraries/TypedData.sol";
import {Eip712} from "../support/Eip712.sol";
import {bound, vm} from "../support/Vm.sol";

/// @dev An agreement is fuzzed as the words of its encoding, since the fuzzer does not respect the range of an enum.
contract TypedDataTest {
    uint256 private constant OFFER_WORDS = 12;
    uint256 private constant WORDS = 16;

    function offerId(Offer calldata offer) external pure returns (bytes32) {
        return TypedData.offerId(offer);
    }

    function agreementId(Agreement calldata agreement) external pure returns (bytes32) {
        return TypedData.agreementId(agreement);
    }

    function testFuzz_offerIdIsItsEip712Hash(uint256[WORDS] memory words) external view {
        Offer memory offer = _agreement(words).offer;
        vm.assertEq(this.offerId(offer), Eip712.offer(offer), "offer");
    }

    function testFuzz_agreementIdIsItsEip712Hash(uint256[WORDS] memory words) external view {
        Agreement memory agreement = _agreement(words);
        vm.assertEq(_agreementId(agreement), Eip712.agreement(agreement), "agreement");
        vm.assertEq(this.agreementId(agreement), Eip712.agreement(agreement), "in one call");
    }

    function testFuzz_verdictsAndReadingsAreTheirEip712Hashes(
        bytes32 agreement,
        uint8 reason,
        uint40 epoch,
        uint48 energyWh
    ) external pure {
        Reason valid = Reason(reason % 8);
        vm.assertEq(TypedData.approval(agreement, epoch), Eip712.approval(agreement, epoch), "approval");
        vm.assertEq(TypedData.refusal(agreement, valid, epoch), Eip712.refusal(agreement, valid, epoch), "refusal");
        vm.assertEq(TypedData.reading(agreement, energyWh), Eip712.reading(agreement, energyWh), "reading");
    }

    function testFuzz_idsDifferByEachField(uint256[WORDS] memory words, uint256 field, uint256 bit) external view {
        Agreement memory agreement = _agreement(words);
        field = bound(field, 0, WORDS - 1);
        words[field] ^= 1 << bound(bit, 0, _bits()[field] - 1);
        Agreement memory other = _agreement(words);
        vm.assertNotEq(_agreementId(other), _agreementId(agreement), "agreement");
        bool sameOffer = this.offerId(other.offer) == this.offerId(agreement.offer);
        vm.assertTrue(sameOffer == (field >= OFFER_WORDS), "offer");
    }

    function _agreement(uint256[WORDS] memory words) private pure returns (Agreement memory) {
        uint8[WORDS] memory bits = _bits();
        for (uint256 i = 0; i < WORDS; ++i) words[i] %= 1 << bits[i];
        return abi.decode(abi.encode(words), (Agreement));
    }

    /// @dev Bits of each field of an agreement, beginning with its offer's.
    function _bits() private pure returns (uint8[WORDS] memory) {
        return [160, 1, 48, 96, 96, 96, 96, 96, 40, 40, 40, 64, 160, 48, 32, 160];
    }

    function testFuzz_verdictsAndReadingsDiffer(bytes32 agreement, uint40 epoch, uint40 other) external pure {
        if (other == epoch) other = ~other;
        bytes32 approval = TypedData.approval(agreement, epoch);
        vm.assertNotEq(TypedData.approval(agreement, other), approval, "another epoch");
        vm.assertNotEq(TypedData.approval(~agreement, epoch), approval, "another agreement");
        vm.assertNotEq(TypedData.reading(agreement, epoch), approval, "a reading");
        bytes32 refusal = TypedData.refusal(agreement, Reason.KeyRefused, epoch);
        vm.assertNotEq(TypedData.refusal(agreement, Reason.KeyRefused, other), refusal, "another epoch");
        vm.assertNotEq(TypedData.refusal(agreement, Reason.CommitteeRefused, epoch), refusal, "another reason");
        vm.assertNotEq(TypedData.reading(agreement, other), TypedData.reading(agreement, epoch), "another energy");
    }

    function _agreementId(Agreement memory agreement) private view returns (bytes32) {
        bytes32 offer = this.offerId(agreement.offer);
        return
            TypedData.agreementId(offer, agreement.accepter, agreement.energyWh, agreement.fillIndex, agreement.meter);
    }
}
