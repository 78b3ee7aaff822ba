// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

import {Account, AccountWord, UserStatus} from "../libraries/AccountWord.sol";
import {KeyHash} from "../libraries/KeyHash.sol";

/// @title User registry
/// @notice Who may trade: registration with a key of one's own, caps, usage, suspension, meters.
abstract contract UserRegistry is Ownable2Step {
    event Registered(address indexed user, bytes20 keyHash, uint256 capTrades, uint256 capEnergyWh);
    event DefaultCapsSet(uint256 capTrades, uint256 capEnergyWh);
    event CapsSet(address indexed user, uint256 capTrades, uint256 capEnergyWh);
    event MeterSet(address indexed user, address meter);

    error AlreadyRegistered(address user);
    error NotRegistered(address user);
    error ForeignKey(address keyAddress, address caller);
    error Suspended(address user, uint256 openDebts);
    error AccountFrozen(address user);

    mapping(address user => AccountWord) internal _accounts;
    mapping(address user => bytes20) private _keyHashes;
    mapping(address user => address) private _meters;
    uint16 private _defaultCapTrades;
    uint48 private _defaultCapEnergyWh;

    constructor(uint16 capTrades, uint48 capEnergyWh) {
        _setDefaultCaps(capTrades, capEnergyWh);
    }

    /// @notice Registers the caller with the default caps. Once; the key must be the caller's own.
    /// @param publicKey the caller's uncompressed secp256k1 key without prefix: 64 bytes, x then y
    function register(bytes calldata publicKey) external {
        AccountWord account = _accounts[msg.sender];
        if (account.status() != UserStatus.Unregistered) revert AlreadyRegistered(msg.sender);
        address keyAddress = KeyHash.addressOf(publicKey);
        if (keyAddress != msg.sender) revert ForeignKey(keyAddress, msg.sender);

        bytes20 h = KeyHash.hash160(publicKey);
        _keyHashes[msg.sender] = h;
        _accounts[msg.sender] = account.withStatus(UserStatus.Active).withCaps(_defaultCapTrades, _defaultCapEnergyWh);
        emit Registered(msg.sender, h, _defaultCapTrades, _defaultCapEnergyWh);
    }

    /// @notice Sets the caps of users who register from now on. Caller: the operator.
    /// @param capTrades N
    /// @param capEnergyWh M, Wh
    function setDefaultCaps(uint16 capTrades, uint48 capEnergyWh) external onlyOwner {
        _setDefaultCaps(capTrades, capEnergyWh);
    }

    function _setDefaultCaps(uint16 capTrades, uint48 capEnergyWh) private {
        _defaultCapTrades = capTrades;
        _defaultCapEnergyWh = capEnergyWh;
        emit DefaultCapsSet(capTrades, capEnergyWh);
    }

    /// @notice Sets a user's caps for trades from now on; with a cap of zero each is fully verified. Caller: the operator.
    function setCaps(address user, uint16 capTrades, uint48 capEnergyWh) external onlyOwner {
        AccountWord account = _accounts[user];
        _requireRegistered(account, user);
        _accounts[user] = account.withCaps(capTrades, capEnergyWh);
        emit CapsSet(user, capTrades, capEnergyWh);
    }

    /// @notice Sets the key that signs a user's meter readings, for agreements from now on. Caller: the operator.
    /// @param meter a plain key's address; zero keeps the user from buying
    function setMeter(address user, address meter) external onlyOwner {
        _requireRegistered(_accounts[user], user);
        _meters[user] = meter;
        emit MeterSet(user, meter);
    }

    /// @notice A user's balance, usage, caps, debts and status; all zero when not registered.
    function accountOf(address user) external view returns (Account memory) {
        return _accounts[user].unpack();
    }

    /// @notice h = RIPEMD160(SHA256(PK)) of a user's key; zero when not registered.
    function keyHashOf(address user) external view returns (bytes20) {
        return _keyHashes[user];
    }

    /// @notice The key that signs the readings of a user's new agreements; zero when there is none.
    function meterOf(address user) public view returns (address) {
        return _meters[user];
    }

    /// @notice N and M (Wh) of a user who registers now.
    function defaultCaps() external view returns (uint256 capTrades, uint256 capEnergyWh) {
        return (_defaultCapTrades, _defaultCapEnergyWh);
    }

    function _requireRegistered(AccountWord account, address user) internal pure {
        if (account.status() == UserStatus.Unregistered) revert NotRegistered(user);
    }

    function _requireNotFrozen(AccountWord account, address user) internal pure {
        if (account.status() == UserStatus.Frozen) revert AccountFrozen(user);
    }

    /// @dev Whoever trades is registered, not frozen, and has paid all debts.
    function _requireTrader(AccountWord account, address user) internal pure {
        _requireRegistered(account, user);
        _requireNotFrozen(account, user);
        if (account.openDebts() != 0) revert Suspended(user, account.openDebts());
    }

    /// @dev Counts a fast-lane trade; its coefficient was valid, so neither sum exceeds its cap.
    function _withTrade(AccountWord account, uint48 energyWh) internal pure returns (AccountWord) {
        return account.withUsage(account.usedTrades() + 1, account.usedEnergyWh() + energyWh);
    }

    /// @dev After a full verification the counts start again; the verified trade itself is not counted.
    function _withoutUsage(AccountWord account) internal pure returns (AccountWord) {
        return account.withUsage(0, 0);
    }
}
