// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

import {Account, AccountWord, UserStatus} from "../libraries/AccountWord.sol";
import {KeyHash} from "../libraries/KeyHash.sol";

/// @title User registry
/// @notice Who may trade: users, their keys, caps and meters.
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

    /// @notice Registers the caller, once, with the default caps. The key must be the key of the caller's address.
    /// @param publicKey the caller's uncompressed secp256k1 key without its prefix: 64 bytes, x then y
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

    /// @notice Sets a user's caps for trades from now on. With a cap of zero every trade is fully verified. Caller: the
    /// operator.
    function setCaps(address user, uint16 capTrades, uint48 capEnergyWh) external onlyOwner {
        AccountWord account = _accounts[user];
        _requireRegistered(account, user);
        _accounts[user] = account.withCaps(capTrades, capEnergyWh);
        emit CapsSet(user, capTrades, capEnergyWh);
    }

    /// @notice Sets the meter whose readings settle a user's purchases, for agreements from now on. Caller: the
    /// operator.
    /// @param meter address of the meter's key; with zero the user cannot buy
    function setMeter(address user, address meter) external onlyOwner {
        _requireRegistered(_accounts[user], user);
        _meters[user] = meter;
        emit MeterSet(user, meter);
    }

    /// @notice A user's balance, usage, caps, debts and status; all zero if not registered.
    function accountOf(address user) external view returns (Account memory) {
        return _accounts[user].unpack();
    }

    /// @notice h = RIPEMD160(SHA256(PK)) of a user's key; zero if not registered.
    function keyHashOf(address user) external view returns (bytes20) {
        return _keyHashes[user];
    }

    /// @notice Address of the key that signs the readings of a user's new agreements; zero if there is none.
    function meterOf(address user) public view returns (address) {
        return _meters[user];
    }

    /// @notice Caps of a user who registers now.
    /// @return capTrades N
    /// @return capEnergyWh M, Wh
    function defaultCaps() external view returns (uint256 capTrades, uint256 capEnergyWh) {
        return (_defaultCapTrades, _defaultCapEnergyWh);
    }

    function _requireRegistered(AccountWord account, address user) internal pure {
        if (account.status() == UserStatus.Unregistered) revert NotRegistered(user);
    }

    function _requireNotFrozen(AccountWord account, address user) internal pure {
        if (account.status() == UserStatus.Frozen) revert AccountFrozen(user);
    }

    /// @dev A user who trades is registered, is not frozen and has paid all debts.
    function _requireTrader(AccountWord account, address user) internal pure {
        _requireRegistered(account, user);
        _requireNotFrozen(account, user);
        if (account.openDebts() != 0) revert Suspended(user, account.openDebts());
    }
}
