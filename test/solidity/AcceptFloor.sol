// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AgreementStatus, IElectricityMarket, Offer} from "../../contracts/IElectricityMarket.sol";

/// @title Lower bound for the gas of an acceptance on the fast lane
/// @notice Does only what every market must pay for: it takes the same calldata, emits the same event and touches the
/// storage words that such an acceptance needs, in fixed slots. It loads the pause flag with the fees, the buyer's
/// meter, the offer and both accounts, stores all of them but the meter, and stores the new agreement's word.
/// @dev Nothing else: no hash (hence no id and no mapping), no check, no arithmetic except what makes a stored word
/// differ from the loaded one, no return value.
contract AcceptFloor {
    uint256 private _pausedAndFees = 1;
    uint256 private _meter = 1;
    uint256 private _offer = 1;
    uint256 private _buyer = 1;
    uint256 private _seller = 1;
    uint256 private _agreement;

    /// @dev Same selector and calldata as {IElectricityMarket-accept}.
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
