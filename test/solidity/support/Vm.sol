// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The cheat codes that these tests use.
interface Vm {
    function addr(uint256 privateKey) external pure returns (address);
    function assertEq(uint256 actual, uint256 expected, string calldata message) external pure;
    function assertEq(bytes32 actual, bytes32 expected, string calldata message) external pure;
    function assertEq(bytes calldata actual, bytes calldata expected, string calldata message) external pure;
    function assertNotEq(bytes32 actual, bytes32 unexpected, string calldata message) external pure;
    function assertGt(uint256 actual, uint256 bound, string calldata message) external pure;
    function assertLe(uint256 actual, uint256 bound, string calldata message) external pure;
    function assertTrue(bool condition, string calldata message) external pure;
    function expectRevert(bytes calldata reason) external;
    function getCode(string calldata name) external view returns (bytes memory);
    function prank(address sender) external;
    function revertToState(uint256 snapshot) external returns (bool);
    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function snapshotState() external returns (uint256 snapshot);
    function warp(uint256 timestamp) external;
}

Vm constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

/// @notice Maps any number into the range from `min` to `max`; a number in the range stays.
function bound(uint256 x, uint256 min, uint256 max) pure returns (uint256) {
    return x >= min && x <= max ? x : min + (x % (max - min + 1));
}
