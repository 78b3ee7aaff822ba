// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Agreement, Offer, Reason} from "../../../contracts/IElectricityMarket.sol";

/// @notice EIP-712 as the standard defines it, word by word. The contracts' own encoding is compared with it.
library Eip712 {
    string private constant OFFER =
        "Offer(address declarer,uint8 side,uint48 energyWh,uint96 pricePerMWh,uint96 excessPricePerMWh,"
        "uint96 damagesPricePerMWh,uint96 marginPerMWh,uint96 feePerMWh,uint40 deliveryStart,uint40 deliveryEnd,"
        "uint40 expiry,uint64 number)";
    string private constant AGREEMENT =
        "Agreement(Offer offer,address accepter,uint48 energyWh,uint32 fillIndex,address meter)";
    string private constant DOMAIN =
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";

    /// @notice The digest to sign: a struct hash in the domain of a market.
    function digest(address market, bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(keccak256(bytes(DOMAIN)), keccak256("Wattlane"), keccak256("1"), block.chainid, market)
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function offer(Offer memory terms) internal pure returns (bytes32) {
        bytes32[13] memory words = [
            keccak256(bytes(OFFER)),
            _word(uint160(terms.declarer)),
            _word(uint8(terms.side)),
            _word(terms.energyWh),
            _word(terms.pricePerMWh),
            _word(terms.excessPricePerMWh),
            _word(terms.damagesPricePerMWh),
            _word(terms.marginPerMWh),
            _word(terms.feePerMWh),
            _word(terms.deliveryStart),
            _word(terms.deliveryEnd),
            _word(terms.expiry),
            _word(terms.number)
        ];
        return keccak256(abi.encodePacked(words));
    }

    function agreement(Agreement memory terms) internal pure returns (bytes32) {
        bytes32[6] memory words = [
            keccak256(abi.encodePacked(AGREEMENT, OFFER)),
            offer(terms.offer),
            _word(uint160(terms.accepter)),
            _word(terms.energyWh),
            _word(terms.fillIndex),
            _word(uint160(terms.meter))
        ];
        return keccak256(abi.encodePacked(words));
    }

    function approval(bytes32 agreementHash, uint256 epoch) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256("Approval(bytes32 agreement,uint40 epoch)");
        return keccak256(abi.encodePacked(typeHash, agreementHash, epoch));
    }

    function refusal(bytes32 agreementHash, Reason reason, uint256 epoch) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256("Refusal(bytes32 agreement,uint8 reason,uint40 epoch)");
        return keccak256(abi.encodePacked(typeHash, agreementHash, uint256(reason), epoch));
    }

    function reading(bytes32 agreementHash, uint256 energyWh) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256("Reading(bytes32 agreement,uint48 energyWh)");
        return keccak256(abi.encodePacked(typeHash, agreementHash, energyWh));
    }

    function _word(uint256 value) private pure returns (bytes32) {
        return bytes32(value);
    }
}
