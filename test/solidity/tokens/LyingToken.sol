// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice Moves the right amounts, but reports wrong balances from its next transfer on.
contract LyingToken is ERC20 {
    int256 private _lie;
    int256 private _nextLie;

    constructor() ERC20("Lie", "LIE") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice Sets what the token adds to every balance that it reports after its next transfer.
    function lieFromNextTransfer(int256 lie) external {
        _nextLie = lie;
    }

    function truth(address account) external view returns (uint256) {
        return super.balanceOf(account);
    }

    function balanceOf(address account) public view override returns (uint256) {
        return uint256(int256(super.balanceOf(account)) + _lie);
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        _lie = _nextLie;
    }
}
