// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {vm} from "../support/Vm.sol";
import {Choices} from "./Choices.sol";
import {Law} from "./Ledger.sol";

/// @notice Deposits, withdrawals, the passing of time, and the operator's actions.
abstract contract OperatorActions is Choices {
    function deposit(uint256 who, uint256 amount) external {
        (address payer, address user) = (_anybody(who), _anybody(who / 64));
        amount %= (TOKEN.balanceOf(payer) * 5) / 4 + 1;
        vm.prank(payer);
        try MARKET.deposit(user, amount) {
            _standings[user].free += amount;
            reached["deposited"]++;
        } catch {
            reached["deposit reverted"]++;
        }
    }

    function withdraw(uint256 who, uint256 amount) external {
        address user = _anybody(who);
        // One time in four all of it, which leaves nothing to trade with.
        amount = amount % 4 == 0 ? _standings[user].free : amount % ((_standings[user].free * 5) / 4 + 1);
        bool owed = amount <= _standings[user].free && !_isFrozen(user);
        vm.prank(user);
        try MARKET.withdraw(amount, _anybody(who / 64)) {
            _standings[user].free -= amount;
            reached["withdrawn"]++;
            if (MARKET.paused()) reached["withdrawn while paused"]++;
            if (_standings[user].debts != 0) reached["withdrawn while suspended"]++;
        } catch {
            _require(!owed, Law.FreeBalanceIsWithdrawable, "a withdrawal of a free balance failed");
            reached["withdraw reverted"]++;
        }
    }

    /// @dev Whether a trade keeps the account from withdrawing.
    function _isFrozen(address user) internal view virtual returns (bool);

    function operate(uint256 what, uint256 who, uint256 value) external {
        what %= 8;
        if (MARKET.paused()) MARKET.unpause();
        else if (what == 0 && value % 4 == 0) MARKET.pause();
        if (what == 1) MARKET.setFee(uint96(value % 5e6));
        if (what == 2) MARKET.setCaps(users[who % USERS], uint16(value % 6), uint48(value % 12e6));
        if (what == 3)
            MARKET.setMeter(users[who % USERS], value % 8 == 0 ? address(0) : _meters[value % _meters.length]);
        if (what == 4) _collectFees();
        if (what == 5) _changeCommittee(_authorities[who % _authorities.length]);
        if (what > 5) _warpTo(block.timestamp + (value % 1 hours));
    }

    function _collectFees() private {
        uint256 before = TOKEN.balanceOf(_outsider);
        MARKET.collectFees(_outsider);
        _require(TOKEN.balanceOf(_outsider) - before == fees, Law.OnlyWhatWasSignedCounts, "fees of another amount");
        if (fees != 0) reached["fees collected"]++;
        fees = 0;
    }

    function _changeCommittee(address authority) private {
        if (!_isAuthority(authority)) MARKET.addAuthority(authority);
        else if (MARKET.committeeSize() > 3) MARKET.removeAuthority(authority);
        reached["committee changed"]++;
    }

    /// @dev Time never goes back.
    function _warpTo(uint256 moment) internal {
        if (moment > block.timestamp) vm.warp(moment);
    }
}
