// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OfferState, OfferStatus} from "../IElectricityMarket.sol";

/// @notice A packed {OfferState}, so that an acceptance loads and stores it once.
/// @dev From the low end: remainingWh 48 bits, fills 32, status 8, bySignature 1. Packed by hand, since the compiler
/// stores a struct field by field.
type OfferWord is uint256;

using OfferWords for OfferWord global;

/// @title Offer words
/// @notice Reads the fields of a packed offer state and computes its next states. A value too large for its field
/// reverts with Panic(0x11) and never spills into the next field.
library OfferWords {
    uint256 private constant FILLS_AT = 48;
    uint256 private constant STATUS_AT = 80;
    uint256 private constant BY_SIGNATURE_AT = 88;

    function remainingWh(OfferWord word) internal pure returns (uint48) {
        return uint48(OfferWord.unwrap(word));
    }

    function fills(OfferWord word) internal pure returns (uint32) {
        return uint32(OfferWord.unwrap(word) >> FILLS_AT);
    }

    function status(OfferWord word) internal pure returns (OfferStatus) {
        return OfferStatus(uint8(OfferWord.unwrap(word) >> STATUS_AT));
    }

    function bySignature(OfferWord word) internal pure returns (bool) {
        return OfferWord.unwrap(word) >> BY_SIGNATURE_AT != 0;
    }

    function unpack(OfferWord word) internal pure returns (OfferState memory) {
        return OfferState(status(word), remainingWh(word), fills(word), bySignature(word));
    }

    /// @param signed whether a signature opened the offer
    /// @return the state of a new offer of `energyWh`
    function opened(uint48 energyWh, bool signed) internal pure returns (OfferWord) {
        uint256 flag = signed ? 1 << BY_SIGNATURE_AT : 0;
        return _with(OfferWord.wrap((uint256(OfferStatus.Open) << STATUS_AT) | flag), energyWh, 0);
    }

    /// @return the state after one more agreement, on `energyWh` of the remaining energy
    function filled(OfferWord word, uint48 energyWh) internal pure returns (OfferWord) {
        return _with(word, remainingWh(word) - energyWh, fills(word) + 1);
    }

    /// @return the state after an agreement on `energyWh` ended unsigned
    function refilled(OfferWord word, uint48 energyWh) internal pure returns (OfferWord) {
        return _with(word, remainingWh(word) + energyWh, fills(word));
    }

    /// @return the state after cancellation; energy and fills stay
    function cancelled(OfferWord word) internal pure returns (OfferWord) {
        uint256 rest = OfferWord.unwrap(word) & ~(uint256(type(uint8).max) << STATUS_AT);
        return OfferWord.wrap(rest | (uint256(OfferStatus.Cancelled) << STATUS_AT));
    }

    function _with(OfferWord word, uint48 energyWh, uint32 count) private pure returns (OfferWord) {
        uint256 rest = (OfferWord.unwrap(word) >> STATUS_AT) << STATUS_AT;
        return OfferWord.wrap(rest | (uint256(count) << FILLS_AT) | energyWh);
    }
}
