// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Agreement, Offer, Reason} from "../IElectricityMarket.sol";

/// @title Typed data
/// @notice EIP-712 struct hashes of everything signed off chain. The hash of an offer or an agreement is also its id.
library TypedData {
    // Each type is one full literal, since the compiler hashes only literals at compile time.
    bytes32 private constant OFFER_TYPEHASH = keccak256(
        "Offer(address declarer,uint8 side,uint48 energyWh,uint96 pricePerMWh,uint96 excessPricePerMWh,"
        "uint96 damagesPricePerMWh,uint96 marginPerMWh,uint96 feePerMWh,uint40 deliveryStart,uint40 deliveryEnd,"
        "uint40 expiry,uint64 number)"
    );
    bytes32 private constant AGREEMENT_TYPEHASH = keccak256(
        "Agreement(Offer offer,address accepter,uint48 energyWh,uint32 fillIndex,address meter)"
        "Offer(address declarer,uint8 side,uint48 energyWh,uint96 pricePerMWh,uint96 excessPricePerMWh,"
        "uint96 damagesPricePerMWh,uint96 marginPerMWh,uint96 feePerMWh,uint40 deliveryStart,uint40 deliveryEnd,"
        "uint40 expiry,uint64 number)"
    );
    bytes32 private constant APPROVAL_TYPEHASH = keccak256("Approval(bytes32 agreement,uint40 epoch)");
    bytes32 private constant REFUSAL_TYPEHASH = keccak256("Refusal(bytes32 agreement,uint8 reason,uint40 epoch)");
    bytes32 private constant READING_TYPEHASH = keccak256("Reading(bytes32 agreement,uint48 energyWh)");

    function offerId(Offer calldata offer) internal pure returns (bytes32) {
        return keccak256(abi.encode(OFFER_TYPEHASH, offer));
    }

    function agreementId(Agreement calldata agreement) internal pure returns (bytes32) {
        return
            agreementId(
                offerId(agreement.offer),
                agreement.accepter,
                agreement.energyWh,
                agreement.fillIndex,
                agreement.meter
            );
    }

    /// @param offer id of the agreement's offer
    function agreementId(
        bytes32 offer,
        address accepter,
        uint48 energyWh,
        uint32 fillIndex,
        address meter
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(AGREEMENT_TYPEHASH, offer, accepter, energyWh, fillIndex, meter));
    }

    /// @notice An authority's approval of an agreement, valid in one epoch of the committee.
    function approval(bytes32 agreement, uint40 epoch) internal pure returns (bytes32) {
        return keccak256(abi.encode(APPROVAL_TYPEHASH, agreement, epoch));
    }

    /// @notice An authority's refusal of an agreement, valid in one epoch of the committee.
    function refusal(bytes32 agreement, Reason reason, uint40 epoch) internal pure returns (bytes32) {
        return keccak256(abi.encode(REFUSAL_TYPEHASH, agreement, reason, epoch));
    }

    /// @notice A meter's reading for an agreement.
    function reading(bytes32 agreement, uint48 energyWh) internal pure returns (bytes32) {
        return keccak256(abi.encode(READING_TYPEHASH, agreement, energyWh));
    }
}
