// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Agreement, Reason} from "../../../contracts/IElectricityMarket.sol";

/// @notice The improved market's own functions.
interface IVerifiesBySignatures {
    function verify(
        Agreement calldata agreement,
        bytes calldata declarerSignature,
        bytes calldata accepterSignature,
        bytes[] calldata approvals
    ) external;

    function refuse(Agreement calldata agreement, Reason reason, bytes[] calldata refusals) external;
}
