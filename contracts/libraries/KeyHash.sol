// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Key hash
/// @notice Hashes of a user's public key: h = RIPEMD160(SHA256(PK)) of the paper's registration, where PK is the
/// 33-byte compressed secp256k1 key (Bitcoin's HASH160), and the Ethereum address.
library KeyHash {
    /// @notice An uncompressed key without its 0x04 prefix is 64 bytes long: x, then y.
    error InvalidKeyLength(uint256 length);

    /// @param publicKey 64 bytes, x then y; reverts with {InvalidKeyLength} otherwise
    /// @return h RIPEMD160(SHA256(compressed key))
    function hash160(bytes calldata publicKey) internal pure returns (bytes20 h) {
        _requireLength(publicKey);
        // SEC 1, 2.3.3: the prefix is 2 if y is even, 3 if it is odd.
        bytes1 prefix = uint8(publicKey[63]) & 1 == 0 ? bytes1(0x02) : bytes1(0x03);
        return ripemd160(abi.encodePacked(sha256(abi.encodePacked(prefix, publicKey[:32]))));
    }

    /// @param publicKey 64 bytes, x then y; reverts with {InvalidKeyLength} otherwise
    /// @return the key's Ethereum address: the last 20 bytes of its Keccak-256 hash
    function addressOf(bytes calldata publicKey) internal pure returns (address) {
        _requireLength(publicKey);
        return address(uint160(uint256(keccak256(publicKey))));
    }

    function _requireLength(bytes calldata publicKey) private pure {
        if (publicKey.length != 64) revert InvalidKeyLength(publicKey.length);
    }
}
