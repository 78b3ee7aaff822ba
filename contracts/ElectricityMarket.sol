// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {AuthorityCommittee} from "./base/AuthorityCommittee.sol";
import {ClearingAccounts} from "./base/ClearingAccounts.sol";
import {UserRegistry} from "./base/UserRegistry.sol";
import {Accepting} from "./stages/Accepting.sol";
import {Batching} from "./stages/Batching.sol";
import {Settling} from "./stages/Settling.sol";
import {Verifying} from "./stages/Verifying.sol";

/// @notice What a market is deployed with.
/// @param operator owner of the market
/// @param token payment token
/// @param capTrades N of users who register
/// @param capEnergyWh M of users who register, Wh
/// @param feePerMWh platform fee, base units per MWh
/// @param verificationWindow how long an agreement may await verification, s
/// @param readingWindow how long after delivery a reading has precedence over settling without one, s
/// @param authorities the first committee
struct MarketParameters {
    address operator;
    IERC20 token;
    uint16 capTrades;
    uint48 capEnergyWh;
    uint96 feePerMWh;
    uint40 verificationWindow;
    uint40 readingWindow;
    address[] authorities;
}

/// @title Electricity market
/// @notice What the improved and the traditional market share: all but how an agreement is verified, which is theirs
/// to say by {_coefficient} (who is spared) and by calling {_verified} or {_terminate}. In the order of an agreement's
/// life: `stages/Declaring`, `SignedOffers`, `Accepting`, `Verifying`, `Signing`, `Settling`; `Batching` is many of a kind.
abstract contract ElectricityMarket is AuthorityCommittee, Verifying, Batching {
    constructor(
        MarketParameters memory parameters
    )
        Ownable(parameters.operator)
        EIP712("Wattlane", "1")
        AuthorityCommittee(parameters.authorities)
        UserRegistry(parameters.capTrades, parameters.capEnergyWh)
        ClearingAccounts(parameters.token, parameters.feePerMWh)
        Accepting(parameters.verificationWindow)
        Settling(parameters.readingWindow)
    {}

    /// @notice Stops new offers and new agreements; all else goes on. Caller: the operator.
    function pause() external onlyOwner {
        _pause();
    }

    /// @notice Ends a pause. Caller: the operator.
    function unpause() external onlyOwner {
        _unpause();
    }
}
