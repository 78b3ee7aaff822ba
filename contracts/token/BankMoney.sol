// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title Bank money
/// @notice Payment token with EIP-2612 permits. The bank (owner), the paper's trusted institution, mints what users pay
/// in and burns what it pays out. It can burn only its own tokens, so it cannot take anyone's money.
contract BankMoney is ERC20Permit, Ownable2Step {
    /// @param bank owner, who mints and burns
    constructor(
        address bank,
        string memory name,
        string memory symbol
    ) ERC20(name, symbol) ERC20Permit(name) Ownable(bank) {}

    /// @notice One base unit is a millionth of a token.
    function decimals() public pure override returns (uint8) {
        return 6;
    }

    /// @notice Creates `amount` base units for `to`. Caller: the bank.
    function mint(address to, uint256 amount) external onlyOwner {
        _mint(to, amount);
    }

    /// @notice Destroys `amount` base units of the bank's own balance. Caller: the bank.
    function burn(uint256 amount) external onlyOwner {
        _burn(msg.sender, amount);
    }
}
