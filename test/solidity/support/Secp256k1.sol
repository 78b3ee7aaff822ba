// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Public keys of private keys, since no cheat code computes them: double-and-add on SEC 2's curve.
library Secp256k1 {
    uint256 internal constant P = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f;
    uint256 internal constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    uint256 private constant GX = 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798;
    uint256 private constant GY = 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8;

    /// @dev A point (x / z^2, y / z^3); z = 0 is the point at infinity.
    struct Point {
        uint256 x;
        uint256 y;
        uint256 z;
    }

    /// @param privateKey from 1, below {ORDER}
    /// @return the public key without its prefix: 64 bytes, x then y
    function publicKey(uint256 privateKey) internal view returns (bytes memory) {
        Point memory sum;
        for (uint256 bit = 1 << 255; bit != 0; bit >>= 1) {
            sum = _double(sum);
            if (privateKey & bit != 0) sum = _addGenerator(sum);
        }
        uint256 inverse = _inverse(sum.z);
        uint256 square = mulmod(inverse, inverse, P);
        return abi.encode(mulmod(sum.x, square, P), mulmod(sum.y, mulmod(square, inverse, P), P));
    }

    /// @dev dbl-2009-l of the Explicit-Formulas Database, a = 0.
    function _double(Point memory p) private pure returns (Point memory) {
        uint256 b = mulmod(p.y, p.y, P);
        uint256 d = mulmod(4, mulmod(p.x, b, P), P);
        uint256 e = mulmod(3, mulmod(p.x, p.x, P), P);
        uint256 x = addmod(mulmod(e, e, P), P - mulmod(2, d, P), P);
        uint256 y = addmod(mulmod(e, addmod(d, P - x, P), P), P - mulmod(8, mulmod(b, b, P), P), P);
        return Point(x, y, mulmod(2, mulmod(p.y, p.z, P), P));
    }

    /// @dev madd of the same, z2 = 1. Never adds the generator to itself: `p` is an even multiple of it, below {ORDER}.
    function _addGenerator(Point memory p) private pure returns (Point memory) {
        if (p.z == 0) return Point(GX, GY, 1);
        uint256 zz = mulmod(p.z, p.z, P);
        uint256 h = addmod(mulmod(GX, zz, P), P - p.x, P);
        uint256 r = addmod(mulmod(GY, mulmod(zz, p.z, P), P), P - p.y, P);
        uint256 hh = mulmod(h, h, P);
        uint256 hhh = mulmod(hh, h, P);
        uint256 v = mulmod(p.x, hh, P);
        uint256 x = addmod(mulmod(r, r, P), P - addmod(hhh, mulmod(2, v, P), P), P);
        uint256 y = addmod(mulmod(r, addmod(v, P - x, P), P), P - mulmod(p.y, hhh, P), P);
        return Point(x, y, mulmod(p.z, h, P));
    }

    /// @dev Fermat: z^(P - 2), by the precompile of EIP-198.
    function _inverse(uint256 z) private view returns (uint256) {
        (, bytes memory result) = address(5).staticcall(abi.encode(32, 32, 32, z, P - 2, P));
        return abi.decode(result, (uint256));
    }
}
