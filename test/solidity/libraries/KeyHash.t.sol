// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {KeyHash} from "../../../contracts/libraries/KeyHash.sol";
import {Secp256k1} from "../support/Secp256k1.sol";
import {bound, vm} from "../support/Vm.sol";

contract KeyHashTest {
    function hash160(bytes calldata publicKey) external pure returns (bytes20) {
        return KeyHash.hash160(publicKey);
    }

    function addressOf(bytes calldata publicKey) external pure returns (address) {
        return KeyHash.addressOf(publicKey);
    }

    function testFuzz_wrongLengthReverts(bytes calldata publicKey) external {
        bytes memory key = publicKey.length == 64 ? publicKey[1:] : publicKey;
        vm.expectRevert(abi.encodeWithSelector(KeyHash.InvalidKeyLength.selector, key.length));
        this.hash160(key);
        vm.expectRevert(abi.encodeWithSelector(KeyHash.InvalidKeyLength.selector, key.length));
        this.addressOf(key);
    }

    /// @dev HASH160 of the compressed keys. The first is from BIP-173; the last differs from it only in the sign of y.
    function test_hashesOfTheGeneratorAndItsMultiples() external view {
        _assertHash(1, hex"751e76e8199196d454941c45d1b3a323f1433bd6");
        _assertHash(2, hex"06afd46bcdfd22ef94ac122aa11f241244a37ecc");
        _assertHash(3, hex"7dd65592d0ab2fe0d0257d571abf032cd9db93dc");
        _assertHash(Secp256k1.ORDER - 1, hex"adde4c73c7b9cee17da6c7b3e2b2eea1a0dcbe67");
    }

    function _assertHash(uint256 privateKey, bytes20 expected) private view {
        vm.assertEq(this.hash160(Secp256k1.publicKey(privateKey)), expected, "hash160");
    }

    function testFuzz_addressIsTheKeys(uint256 privateKey) external view {
        privateKey = bound(privateKey, 1, Secp256k1.ORDER - 1);
        address account = this.addressOf(Secp256k1.publicKey(privateKey));
        vm.assertEq(uint160(account), uint160(vm.addr(privateKey)), "address");
    }

    function testFuzz_hashIsOfTheCompressedKey(uint256 x, uint256 y) external view {
        bytes memory compressed = abi.encodePacked(y % 2 == 0 ? hex"02" : hex"03", x);
        bytes20 expected = ripemd160(abi.encodePacked(sha256(compressed)));
        vm.assertEq(this.hash160(abi.encode(x, y)), expected, "hash160");
    }
}
