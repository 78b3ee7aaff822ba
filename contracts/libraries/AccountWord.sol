// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

enum UserStatus {
    Unregistered,
    Active,
    Frozen
}

/// @notice The account of a user.
/// @param free balance that the user can withdraw or trade with, base units
/// @param usedEnergyWh sum of M_i,k: energy of fast-lane trades since the last full verification, Wh
/// @param capEnergyWh M, Wh
/// @param usedTrades N_k: fast-lane trades since the last full verification
/// @param capTrades N
/// @param openDebts number of agreements on which the user owes a debt; while it is not zero, the user is suspended
/// @param status unregistered, active, or frozen by a trade
struct Account {
    uint96 free;
    uint48 usedEnergyWh;
    uint48 capEnergyWh;
    uint16 usedTrades;
    uint16 capTrades;
    uint24 openDebts;
    UserStatus status;
}

/// @notice A packed {Account}, so that a trade loads and stores one word for each party.
/// @dev From the low end: free 96 bits, usedEnergyWh 48, capEnergyWh 48, usedTrades 16, capTrades 16, openDebts 24,
/// status 8. Packed by hand, since the compiler stores a struct field by field.
type AccountWord is uint256;

using AccountWords for AccountWord global;

/// @title Account words
/// @notice Reads and replaces fields of a packed account. A value too large for its field reverts with OpenZeppelin's
/// SafeCastOverflowedUintDowncast and never spills into the next field.
library AccountWords {
    uint256 private constant USED_ENERGY_AT = 96;
    uint256 private constant CAP_ENERGY_AT = 144;
    uint256 private constant USED_TRADES_AT = 192;
    uint256 private constant CAP_TRADES_AT = 208;
    uint256 private constant OPEN_DEBTS_AT = 224;
    uint256 private constant STATUS_AT = 248;

    function free(AccountWord word) internal pure returns (uint256) {
        return uint96(AccountWord.unwrap(word));
    }

    function usedEnergyWh(AccountWord word) internal pure returns (uint256) {
        return uint48(AccountWord.unwrap(word) >> USED_ENERGY_AT);
    }

    function capEnergyWh(AccountWord word) internal pure returns (uint256) {
        return uint48(AccountWord.unwrap(word) >> CAP_ENERGY_AT);
    }

    function usedTrades(AccountWord word) internal pure returns (uint256) {
        return uint16(AccountWord.unwrap(word) >> USED_TRADES_AT);
    }

    function capTrades(AccountWord word) internal pure returns (uint256) {
        return uint16(AccountWord.unwrap(word) >> CAP_TRADES_AT);
    }

    function openDebts(AccountWord word) internal pure returns (uint256) {
        return uint24(AccountWord.unwrap(word) >> OPEN_DEBTS_AT);
    }

    function status(AccountWord word) internal pure returns (UserStatus) {
        return UserStatus(uint8(AccountWord.unwrap(word) >> STATUS_AT));
    }

    function withFree(AccountWord word, uint256 value) internal pure returns (AccountWord) {
        return _with(word, 0, type(uint96).max, SafeCast.toUint96(value));
    }

    /// @dev Replaces both caps: N, and M in Wh.
    function withCaps(AccountWord word, uint16 trades, uint48 energyWh) internal pure returns (AccountWord) {
        return _with(_with(word, CAP_TRADES_AT, type(uint16).max, trades), CAP_ENERGY_AT, type(uint48).max, energyWh);
    }

    /// @dev Replaces the usage since the last full verification: trades, and their energy in Wh.
    function withUsage(AccountWord word, uint256 trades, uint256 energyWh) internal pure returns (AccountWord) {
        return
            _with(
                _with(word, USED_TRADES_AT, type(uint16).max, SafeCast.toUint16(trades)),
                USED_ENERGY_AT,
                type(uint48).max,
                SafeCast.toUint48(energyWh)
            );
    }

    function withOpenDebts(AccountWord word, uint256 value) internal pure returns (AccountWord) {
        return _with(word, OPEN_DEBTS_AT, type(uint24).max, SafeCast.toUint24(value));
    }

    function withStatus(AccountWord word, UserStatus value) internal pure returns (AccountWord) {
        return _with(word, STATUS_AT, type(uint8).max, uint8(value));
    }

    function unpack(AccountWord word) internal pure returns (Account memory) {
        return
            Account({
                free: uint96(free(word)),
                usedEnergyWh: uint48(usedEnergyWh(word)),
                capEnergyWh: uint48(capEnergyWh(word)),
                usedTrades: uint16(usedTrades(word)),
                capTrades: uint16(capTrades(word)),
                openDebts: uint24(openDebts(word)),
                status: status(word)
            });
    }

    function _with(AccountWord word, uint256 offset, uint256 mask, uint256 value) private pure returns (AccountWord) {
        return AccountWord.wrap((AccountWord.unwrap(word) & ~(mask << offset)) | (value << offset));
    }
}
