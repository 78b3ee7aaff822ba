// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {deploy} from "../support/deploy.sol";
import {ImprovedHandler} from "./ImprovedHandler.sol";
import {BatchHandler} from "./BatchHandler.sol";
import {MarketInvariants} from "./MarketInvariants.sol";

contract ImprovedActor is ImprovedHandler {}

contract ImprovedMarketTest is MarketInvariants {
    function _newHandler() internal override returns (BatchHandler) {
        return BatchHandler(deploy("ImprovedActor", ""));
    }

    function _freezes() internal pure override returns (bool) {
        return false;
    }

    function _assertOwnStatesReached() internal view override {
        _assertReached("signed on the fast lane");
        _assertReached("void on the fast lane");
    }
}
