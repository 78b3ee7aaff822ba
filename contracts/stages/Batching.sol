// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";

import {Acceptance, IElectricityMarket, Settlement, SignedAcceptance} from "../IElectricityMarket.sol";
import {TypedData} from "../libraries/TypedData.sol";
import {Accepting} from "./Accepting.sol";
import {Settling} from "./Settling.sol";

/// @title Batching
/// @notice Many acceptances or settlements in one transaction. Each item is a call of the market to itself that keeps
/// the caller (a delegate call): the very same function under the very same rules, and a refused item leaves no trace.
abstract contract Batching is Accepting, Settling {
    /// @inheritdoc IElectricityMarket
    function acceptMany(
        Acceptance[] calldata acceptances
    ) external whenNotPaused returns (bytes32[] memory agreementIds) {
        agreementIds = new bytes32[](acceptances.length);
        Memory.Pointer free = Memory.getFreeMemoryPointer();
        for (uint256 i = 0; i < acceptances.length; ++i) {
            Acceptance calldata item = acceptances[i];
            bytes memory call = abi.encodeCall(IElectricityMarket.accept, (item.offer, item.energyWh));
            (bool accepted, bytes32 agreementId, ) = LowLevelCall.delegatecallReturn64Bytes(address(this), call);
            if (accepted) {
                agreementIds[i] = agreementId;
            } else {
                bytes memory refusal = _refusal(i);
                emit AcceptanceRefused(TypedData.offerId(item.offer), msg.sender, i, refusal);
            }
            Memory.unsafeSetFreeMemoryPointer(free);
        }
    }

    /// @inheritdoc IElectricityMarket
    function acceptSignedMany(
        SignedAcceptance[] calldata acceptances
    ) external whenNotPaused returns (bytes32[] memory agreementIds) {
        agreementIds = new bytes32[](acceptances.length);
        Memory.Pointer free = Memory.getFreeMemoryPointer();
        for (uint256 i = 0; i < acceptances.length; ++i) {
            SignedAcceptance calldata item = acceptances[i];
            bytes memory call = abi.encodeCall(
                IElectricityMarket.acceptSigned,
                (item.offer, item.signature, item.energyWh)
            );
            (bool accepted, bytes32 agreementId, ) = LowLevelCall.delegatecallReturn64Bytes(address(this), call);
            if (accepted) {
                agreementIds[i] = agreementId;
            } else {
                bytes memory refusal = _refusal(i);
                emit AcceptanceRefused(TypedData.offerId(item.offer), msg.sender, i, refusal);
            }
            Memory.unsafeSetFreeMemoryPointer(free);
        }
    }

    /// @inheritdoc IElectricityMarket
    function settleMany(Settlement[] calldata settlements) external returns (bool[] memory settled) {
        settled = new bool[](settlements.length);
        Memory.Pointer free = Memory.getFreeMemoryPointer();
        for (uint256 i = 0; i < settlements.length; ++i) {
            Settlement calldata item = settlements[i];
            bytes memory call = abi.encodeCall(
                IElectricityMarket.settle,
                (item.agreement, item.energyWh, item.meterSignature)
            );
            settled[i] = LowLevelCall.delegatecallNoReturn(address(this), call);
            if (!settled[i]) {
                bytes memory refusal = _refusal(i);
                emit SettlementRefused(TypedData.agreementId(item.agreement), i, refusal);
            }
            Memory.unsafeSetFreeMemoryPointer(free);
        }
    }

    /// @dev What the last call reverted with. Every refusal is a custom error; an item that ran out of gas says nothing,
    /// and neither is it refused: the batch reverts.
    function _refusal(uint256 index) private pure returns (bytes memory refusal) {
        if (LowLevelCall.returnDataSize() == 0) revert ItemUnfinished(index);
        return LowLevelCall.returnData();
    }
}
