// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {vm} from "./Vm.sol";

/// @notice Deploys a contract by its name, with the code of its artifact: the code that the product deploys. A test
/// that does not contain that code compiles much faster. `hardhat test solidity` builds all artifacts first; with file
/// names it builds only those files.
function deploy(string memory name, bytes memory arguments) returns (address deployed) {
    bytes memory code = bytes.concat(vm.getCode(name), arguments);
    assembly ("memory-safe") {
        deployed := create(0, add(code, 32), mload(code))
    }
    require(deployed != address(0), name);
}
