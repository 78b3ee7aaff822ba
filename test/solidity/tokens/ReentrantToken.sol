// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

import {vm} from "../support/Vm.sol";

/// @notice Makes one call, from any caller, during its next transfer.
contract ReentrantToken is ERC20 {
    address private _actor;
    address private _callee;
    bytes private _call;
    bool public succeeded;
    bytes public answer;

    constructor() ERC20("Reentrant", "RE") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function arm(address actor, address callee, bytes calldata call) external {
        (_actor, _callee, _call) = (actor, callee, call);
    }

    /// @dev The call comes after the tokens have left the sender and before they reach the receiver.
    function _update(address from, address to, uint256 amount) internal override {
        if (_callee == address(0)) return super._update(from, to, amount);
        address callee = _callee;
        _callee = address(0);
        super._update(from, address(this), amount);
        vm.prank(_actor);
        (succeeded, answer) = callee.call(_call);
        super._update(address(this), to, amount);
    }
}
