// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title Misbehaving payment token
/// @notice A plain ERC-20 without permits until {behave} makes it misbehave. Anyone can mint.
contract HostileToken is ERC20 {
    enum Manner {
        Honest,
        // Returns false and moves nothing.
        Refusing,
        // Returns true and moves nothing.
        Idle,
        // The receiver gets 10 % less.
        TakingFee,
        // The receiver gets 10 % more.
        Generous,
        // The sender pays 10 % more.
        Charging
    }

    Manner public manner;
    address private _callee;
    bytes private _call;

    constructor() ERC20("Hostile", "HOST") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function behave(Manner newManner) external {
        manner = newManner;
    }

    /// @notice Makes the token call `callee` during every transfer.
    function callBack(address callee, bytes calldata call) external {
        _callee = callee;
        _call = call;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        _spendAllowance(from, msg.sender, amount);
        return _move(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) private returns (bool) {
        if (manner == Manner.Refusing) return false;
        if (manner != Manner.Idle) _transfer(from, to, amount);
        if (manner == Manner.TakingFee) _burn(to, amount / 10);
        if (manner == Manner.Generous) _mint(to, amount / 10);
        if (manner == Manner.Charging) _burn(from, amount / 10);
        if (_callee != address(0)) {
            (bool success, bytes memory data) = _callee.call(_call);
            // The transfer reverts with the error of the call.
            if (!success)
                assembly ("memory-safe") {
                    revert(add(data, 32), mload(data))
                }
        }
        return true;
    }
}
