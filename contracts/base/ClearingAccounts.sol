// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {AccountWord} from "../libraries/AccountWord.sol";
import {UserRegistry} from "./UserRegistry.sol";

/// @title Clearing accounts
/// @notice The users' money in the market: deposits in the payment token, free balances, fees and withdrawals. The
/// books record what the market owes. Its token balance is never lower, provided that a transfer of the token moves the
/// amount that it is asked to move.
/// @dev `Pausable` is the last parent, so that the pause flag shares a storage slot with the fees, which every trade
/// touches anyway. Deposits and withdrawals ignore the flag.
abstract contract ClearingAccounts is UserRegistry, ReentrancyGuardTransient, Pausable {
    using SafeERC20 for IERC20;

    /// @param amount base units that arrived
    event Deposited(address indexed user, address indexed payer, uint256 amount);
    event Withdrawn(address indexed user, address indexed to, uint256 amount);
    event FeeSet(uint256 feePerMWh);
    event FeesCollected(address indexed to, uint256 amount);

    error NothingReceived();
    error BalanceTooLow(address user, uint256 free, uint256 amount);
    error WrongTokenMovement(uint256 expected, uint256 moved);
    /// @notice The total held would exceed 96 bits.
    error BooksFull(uint256 held, uint256 amount);

    /// @notice The payment token. It must not reduce balances by itself, nor report wrong ones.
    IERC20 public immutable TOKEN;

    uint96 private _fees;
    uint96 private _feePerMWh;
    /// @dev Deposits less withdrawals: all free balances, margins and fees.
    uint96 private _held;

    constructor(IERC20 token, uint96 initialFeePerMWh) {
        TOKEN = token;
        _setFee(initialFeePerMWh);
    }

    /// @notice Adds tokens of the caller to a user's free balance: as many as arrive, at most `amount`.
    /// @param user a registered user, not necessarily the caller
    /// @param amount base units to take from the caller, who has approved the market for them
    function deposit(address user, uint256 amount) external {
        _deposit(user, amount);
    }

    /// @notice {deposit} with the caller's EIP-2612 permit, in one transaction.
    function depositWithPermit(address user, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
        // Anyone can use the permit first. That must not stop this deposit, so only the allowance matters.
        try IERC20Permit(address(TOKEN)).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        _deposit(user, amount);
    }

    function _deposit(address user, uint256 amount) private nonReentrant {
        _requireRegistered(_accounts[user], user);
        uint256 before = TOKEN.balanceOf(address(this));
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
        uint256 afterwards = TOKEN.balanceOf(address(this));
        uint256 received = afterwards > before ? afterwards - before : 0;
        if (received > amount) received = amount;
        if (received == 0) revert NothingReceived();
        if (received > type(uint96).max - _held) revert BooksFull(_held, received);

        // A free balance never exceeds `_held`, so it fits 96 bits.
        _held += uint96(received);
        AccountWord account = _accounts[user];
        _accounts[user] = account.withFree(account.free() + received);
        emit Deposited(user, msg.sender, received);
    }

    /// @notice Pays tokens out of the caller's free balance, also during a pause. Caller: any user whose account is not
    /// frozen.
    /// @param amount base units
    /// @param to receiver of the tokens
    function withdraw(uint256 amount, address to) external nonReentrant {
        AccountWord account = _accounts[msg.sender];
        _requireNotFrozen(account, msg.sender);
        uint256 free = account.free();
        if (amount > free) revert BalanceTooLow(msg.sender, free, amount);

        _accounts[msg.sender] = account.withFree(free - amount);
        emit Withdrawn(msg.sender, to, amount);
        _payOut(to, uint96(amount));
    }

    /// @notice Pays out the collected fees. Caller: the operator.
    function collectFees(address to) external onlyOwner nonReentrant {
        uint96 amount = _fees;
        _fees = 0;
        emit FeesCollected(to, amount);
        _payOut(to, amount);
    }

    /// @dev Reverts if the token moves another amount: more would break the books, less would rob the receiver.
    function _payOut(address to, uint96 amount) private {
        _held -= amount;
        uint256 before = TOKEN.balanceOf(address(this));
        TOKEN.safeTransfer(to, amount);
        uint256 afterwards = TOKEN.balanceOf(address(this));
        uint256 moved = before > afterwards ? before - afterwards : 0;
        if (moved != amount) revert WrongTokenMovement(amount, moved);
    }

    /// @notice Sets the platform fee of offers that open from now on. Caller: the operator.
    /// @param newFeePerMWh base units per MWh
    function setFee(uint96 newFeePerMWh) external onlyOwner {
        _setFee(newFeePerMWh);
    }

    function _setFee(uint96 newFeePerMWh) private {
        _feePerMWh = newFeePerMWh;
        emit FeeSet(newFeePerMWh);
    }

    /// @notice Platform fee of offers that open now, base units per MWh.
    function feePerMWh() public view returns (uint256) {
        return _feePerMWh;
    }

    /// @notice What the market owes, base units.
    /// @return held all free balances, margins and fees
    /// @return fees the fees alone
    function books() external view returns (uint256 held, uint256 fees) {
        return (_held, _fees);
    }

    /// @dev Adds a fee that a seller has paid to the operator's fees.
    function _collectFee(uint256 fee) internal {
        _fees += uint96(fee);
    }
}
