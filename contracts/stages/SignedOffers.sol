// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IElectricityMarket, Offer, OfferStatus} from "../IElectricityMarket.sol";
import {OfferWord, OfferWords} from "../libraries/OfferWord.sol";
import {TypedData} from "../libraries/TypedData.sol";
import {Declaring} from "./Declaring.sol";

/// @title Signed offers
/// @notice Offers that their declarers sign off chain: how one begins, and how it is cancelled.
abstract contract SignedOffers is Declaring, EIP712 {
    mapping(address declarer => uint256) private _lowestNumbers;

    /// @dev Puts a signed offer where a declaration would. Its expiry, its number and its declarer's account are for
    /// the acceptance to check, which follows in the same transaction.
    function _begin(bytes32 offerId, Offer calldata offer, bytes calldata signature) internal {
        _requireSignedBy(offer.declarer, _hashTypedDataV4(offerId), signature);
        _requireValidTerms(offer);

        _offers[offerId] = OfferWords.opened(offer.energyWh, true);
        emit Declared(offerId, offer.declarer, offer);
        emit BegunBySignature(offerId);
    }

    /// @dev Users are accounts with a key, also while they delegate to code (EIP-7702): the key signs.
    function _requireSignedBy(address party, bytes32 digest, bytes calldata signature) internal pure {
        address signer = ECDSA.recover(digest, signature);
        if (signer != party) revert WrongPartySignature(signer, party);
    }

    /// @inheritdoc IElectricityMarket
    function cancelSigned(Offer calldata offer) external {
        bytes32 offerId = TypedData.offerId(offer);
        _requireDeclarer(offer);
        OfferWord state = _offers[offerId];
        OfferStatus status = state.status();
        if (status == OfferStatus.Cancelled) revert OfferNotOpen(offerId, status);

        _offers[offerId] = state.cancelled();
        emit Cancelled(offerId, status == OfferStatus.None ? offer.energyWh : state.remainingWh());
    }

    /// @inheritdoc IElectricityMarket
    function cancelUpTo(uint64 number) external {
        _requireNotCancelled(msg.sender, number);

        _lowestNumbers[msg.sender] = uint256(number) + 1;
        emit CancelledUpTo(msg.sender, number);
    }

    function _requireNotCancelled(address declarer, uint64 number) internal view {
        uint256 lowest = _lowestNumbers[declarer];
        if (number < lowest) revert NumberCancelled(number, lowest);
    }

    /// @inheritdoc IElectricityMarket
    function lowestNumberOf(address declarer) external view returns (uint256) {
        return _lowestNumbers[declarer];
    }
}
