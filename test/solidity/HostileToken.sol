// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title Payment tokens that do not do what they are told
/// @notice A plain ERC-20 without permits until it is told to misbehave; anybody can mint.
contract HostileToken is ERC20 {
    enum Manner {
        Honest,
        // Says no, without reverting.
        Refusing,
        // Says yes and moves nothing.
        Idle,
        // The receiver gets a tenth less.
        TakingFee,
        // The receiver gets a tenth more.
        Generous,
        // The sender pays a tenth more.
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

    /// @notice Calls this, as the token, amid every transfer.
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
            // The error of the call becomes the transfer's own.
            if (!success)
                assembly ("memory-safe") {
                    revert(add(data, 32), mload(data))
                }
        }
        return true;
    }
}
