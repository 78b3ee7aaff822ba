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
/// @notice The users' money in the market: deposits in the payment token, free balances, fees, withdrawal. The books
/// say what the market owes; the token balance is never below it for a token that moves what it is told to move.
/// @dev `Pausable` comes last of the parents, so that the pause flag shares a storage word with the fees, which a trade
/// touches anyway. Neither deposit nor withdrawal looks at the flag.
abstract contract ClearingAccounts is UserRegistry, ReentrancyGuardTransient, Pausable {
    using SafeERC20 for IERC20;

    event Deposited(address indexed user, address indexed payer, uint256 amount);
    event Withdrawn(address indexed user, address indexed to, uint256 amount);
    event FeeSet(uint256 feePerMWh);
    event FeesCollected(address indexed to, uint256 amount);

    error NothingReceived();
    error BalanceTooLow(address user, uint256 free, uint256 amount);
    error WrongTokenMovement(uint256 expected, uint256 moved);
    error BooksFull(uint256 held, uint256 amount);

    /// @notice The payment token. It must neither take balances away by itself nor lie about them.
    IERC20 public immutable TOKEN;

    uint96 private _fees;
    uint96 private _feePerMWh;
    /// @dev Deposits less withdrawals: free balances, margins and fees together.
    uint96 private _held;

    constructor(IERC20 token, uint96 initialFeePerMWh) {
        TOKEN = token;
        _setFee(initialFeePerMWh);
    }

    /// @notice Adds tokens of the caller to a user's free balance: what arrives counts, at most `amount`.
    /// @param user a registered user, the caller or another
    /// @param amount base units to take from the caller, who has approved them
    function deposit(address user, uint256 amount) external {
        _deposit(user, amount);
    }

    /// @notice {deposit} with the caller's EIP-2612 permit, in one transaction.
    function depositWithPermit(address user, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
        // Anybody can use a permit first, which must not stop its owner's deposit: the allowance decides.
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

        // No balance exceeds `_held`, so none overflows its 96 bits.
        _held += uint96(received);
        AccountWord account = _accounts[user];
        _accounts[user] = account.withFree(account.free() + received);
        emit Deposited(user, msg.sender, received);
    }

    /// @notice Pays out of the caller's free balance, paused or not. Caller: any user whose account is not frozen.
    /// @param amount base units
    /// @param to who gets the tokens
    function withdraw(uint256 amount, address to) external nonReentrant {
        AccountWord account = _accounts[msg.sender];
        _requireNotFrozen(account, msg.sender);
        uint256 free = account.free();
        if (amount > free) revert BalanceTooLow(msg.sender, free, amount);

        _accounts[msg.sender] = account.withFree(free - amount);
        emit Withdrawn(msg.sender, to, amount);
        _payOut(to, uint96(amount));
    }

    /// @notice Pays the collected fees out. Caller: the operator.
    function collectFees(address to) external onlyOwner nonReentrant {
        uint96 amount = _fees;
        _fees = 0;
        emit FeesCollected(to, amount);
        _payOut(to, amount);
    }

    /// @dev A token that moves more or less than told would break the books or the user: refused.
    function _payOut(address to, uint96 amount) private {
        _held -= amount;
        uint256 before = TOKEN.balanceOf(address(this));
        TOKEN.safeTransfer(to, amount);
        uint256 afterwards = TOKEN.balanceOf(address(this));
        uint256 moved = before > afterwards ? before - afterwards : 0;
        if (moved != amount) revert WrongTokenMovement(amount, moved);
    }

    /// @notice Sets the platform fee of offers that are declared, or begin by signature, from now on. Caller: the operator.
    /// @param newFeePerMWh base units per MWh
    function setFee(uint96 newFeePerMWh) external onlyOwner {
        _setFee(newFeePerMWh);
    }

    function _setFee(uint96 newFeePerMWh) private {
        _feePerMWh = newFeePerMWh;
        emit FeeSet(newFeePerMWh);
    }

    /// @notice Platform fee of offers that come to the market now, base units per MWh.
    function feePerMWh() public view returns (uint256) {
        return _feePerMWh;
    }

    /// @notice What the market owes: free balances, margins and fees together, and the fees alone, base units.
    function books() external view returns (uint256 held, uint256 fees) {
        return (_held, _fees);
    }

    /// @dev Adds to the operator's fees what a seller has paid.
    function _collectFee(uint256 fee) internal {
        _fees += uint96(fee);
    }

    /// @dev Pays `amount` from the margin, then from the buyer's free balance; what is left of the margin becomes free.
    /// @return buyer the buyer's account afterwards
    /// @return seller the seller's
    /// @return paid what the seller got: all of `amount`, or all there was
    function _payFromMargin(
        AccountWord buying,
        AccountWord selling,
        uint256 margin,
        uint256 amount
    ) internal pure returns (AccountWord buyer, AccountWord seller, uint256 paid) {
        uint256 available = buying.free() + margin;
        paid = amount < available ? amount : available;
        buyer = buying.withFree(available - paid);
        seller = selling.withFree(selling.free() + paid);
    }
}
