// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title Authority committee
/// @notice The authorised nodes that verify trades. An authority signs with the key of its address. Each change of
/// membership starts a new epoch and invalidates the verdicts of earlier epochs.
abstract contract AuthorityCommittee is Ownable2Step, EIP712 {
    event AuthorityAdded(address indexed authority, uint256 epoch);
    event AuthorityRemoved(address indexed authority, uint256 epoch);

    error NotAuthority(address account);
    error AlreadyAuthority(address account);
    error ZeroAuthority();
    error CommitteeFull();
    error LastAuthority();
    error SignersNotAscending(address previous, address signer);
    error TooFewSignatures(uint256 signatures, uint256 needed);

    /// @notice Largest possible committee.
    uint256 public constant MAX_AUTHORITIES = 160;

    address[] private _authorities;
    mapping(address authority => uint256) private _seats;
    uint40 private _epoch;

    constructor(address[] memory members) {
        if (members.length == 0) revert LastAuthority();
        for (uint256 i = 0; i < members.length; ++i) _add(members[i]);
    }

    /// @notice Adds an authority and starts a new epoch. Caller: the operator.
    function addAuthority(address authority) external onlyOwner {
        _add(authority);
    }

    function _add(address authority) private {
        if (authority == address(0)) revert ZeroAuthority();
        if (_seats[authority] != 0) revert AlreadyAuthority(authority);
        if (_authorities.length == MAX_AUTHORITIES) revert CommitteeFull();

        _authorities.push(authority);
        _seats[authority] = _authorities.length;
        _epoch += 1;
        emit AuthorityAdded(authority, _epoch);
    }

    /// @notice Removes an authority and starts a new epoch. The last one cannot be removed. Caller: the operator.
    function removeAuthority(address authority) external onlyOwner {
        uint256 seat = seatOf(authority);
        if (_authorities.length == 1) revert LastAuthority();

        address last = _authorities[_authorities.length - 1];
        _authorities[seat - 1] = last;
        _seats[last] = seat;
        _authorities.pop();
        delete _seats[authority];
        _epoch += 1;
        emit AuthorityRemoved(authority, _epoch);
    }

    /// @notice The members, in the order of their seats.
    function authorities() external view returns (address[] memory) {
        return _authorities;
    }

    /// @notice n, the number of members.
    function committeeSize() public view returns (uint256) {
        return _authorities.length;
    }

    /// @notice Number of the current epoch, which is part of every verdict that authorities sign.
    function committeeEpoch() public view returns (uint40) {
        return _epoch;
    }

    /// @notice Number of authorities that must approve: floor(2n / 3) + 1.
    function quorum() public view returns (uint256) {
        return (2 * committeeSize()) / 3 + 1;
    }

    /// @notice Number of refusals that make the quorum unreachable: n - quorum + 1.
    function blockingMinority() public view returns (uint256) {
        return committeeSize() - quorum() + 1;
    }

    /// @notice A member's seat, from 1. Reverts with {NotAuthority} if the address is not a member.
    function seatOf(address authority) public view returns (uint256 seat) {
        seat = _seats[authority];
        if (seat == 0) revert NotAuthority(authority);
    }

    /// @dev Requires signatures of `structHash` by at least `needed` distinct authorities.
    /// @param signatures 65 bytes each, in strictly ascending order of their signers, which proves them distinct
    function _requireSignedByAuthorities(
        bytes32 structHash,
        bytes[] calldata signatures,
        uint256 needed
    ) internal view {
        if (signatures.length < needed) revert TooFewSignatures(signatures.length, needed);
        bytes32 digest = _hashTypedDataV4(structHash);
        address previous = address(0);
        for (uint256 i = 0; i < signatures.length; ++i) {
            address signer = ECDSA.recoverCalldata(digest, signatures[i]);
            if (signer <= previous) revert SignersNotAscending(previous, signer);
            seatOf(signer);
            previous = signer;
        }
    }
}
