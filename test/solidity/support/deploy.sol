// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {vm} from "./Vm.sol";

/// @notice Deploys a contract by its name. The code is that of its artifact, as the product deploys it; and a test that
/// does not contain it compiles in a fraction of the time. `hardhat test solidity` builds all artifacts first; given
/// single files it builds those alone.
function deploy(string memory name, bytes memory arguments) returns (address deployed) {
    bytes memory code = bytes.concat(vm.getCode(name), arguments);
    assembly ("memory-safe") {
        deployed := create(0, add(code, 32), mload(code))
    }
    require(deployed != address(0), name);
}
