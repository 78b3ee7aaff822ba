// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TraditionalHandler} from "./TraditionalHandler.sol";
import {BatchHandler} from "./BatchHandler.sol";
import {MarketInvariants} from "./MarketInvariants.sol";
import {deploy} from "../support/deploy.sol";

contract TraditionalActor is TraditionalHandler {}

contract TraditionalMarketTest is MarketInvariants {
    function _newHandler() internal override returns (BatchHandler) {
        return BatchHandler(deploy("TraditionalActor", ""));
    }

    function _freezes() internal pure override returns (bool) {
        return true;
    }

    function _assertOwnStatesReached() internal view override {
        _assertReached("checked");
    }
}
