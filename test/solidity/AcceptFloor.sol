// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AgreementStatus, IElectricityMarket, Offer} from "../../contracts/IElectricityMarket.sol";

/// @title The least that an acceptance on the fast lane can cost
/// @notice What any market must pay for one: the transaction with the same calldata; the same event; the words of state
/// that such an acceptance needs, in fixed places: the pause flag and the fees, the buyer's meter, the offer, both
/// accounts, each read and all but the meter written; and the new agreement's word.
/// @dev Nothing else is in it: no hash (hence no id of offer or agreement, and no mapping), no check of any kind, no
/// arithmetic but what makes a written word differ from the one read, no return value.
contract AcceptFloor {
    uint256 private _pausedAndFees = 1;
    uint256 private _meter = 1;
    uint256 private _offer = 1;
    uint256 private _buyer = 1;
    uint256 private _seller = 1;
    uint256 private _agreement;

    /// @dev The selector and the calldata of {IElectricityMarket-accept}.
    function accept(Offer calldata, uint48 energyWh) external {
        unchecked {
            ++_pausedAndFees;
            ++_offer;
            ++_buyer;
            ++_seller;
        }
        _agreement = energyWh;
        emit IElectricityMarket.Accepted(
            bytes32(0),
            bytes32(0),
            msg.sender,
            energyWh,
            0,
            address(uint160(_meter)),
            AgreementStatus.Signed
        );
    }
}
