// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AgreementStatus, Offer, Reason} from "../IElectricityMarket.sol";
import {Trade, Trades} from "../base/Trades.sol";
import {SettlementClause} from "../libraries/SettlementClause.sol";

/// @dev What signing takes from the parties, base units, and why it cannot, if so.
struct Charge {
    uint256 margin;
    uint256 fee;
    Reason missing;
}

/// @title Signing
/// @notice An agreement is signed, which takes margin and fee, or void: the same on either lane.
abstract contract Signing is Trades {
    /// @dev What signing takes, and what is missing for it. Debts may have come since acceptance.
    function _chargeOf(Trade memory trade, Offer calldata offer) internal pure returns (Charge memory charge) {
        charge.margin = SettlementClause.costDown(trade.energyWh, offer.marginPerMWh);
        charge.fee = SettlementClause.costDown(trade.energyWh, offer.feePerMWh);
        if (trade.buying.openDebts() != 0 || trade.selling.openDebts() != 0) charge.missing = Reason.DebtUnpaid;
        else if (charge.margin > trade.buying.free()) charge.missing = Reason.MarginMissing;
        else if (charge.fee > trade.selling.free()) charge.missing = Reason.FeeMissing;
    }

    function _sign(Trade memory trade, Charge memory charge) internal {
        _agreements[trade.agreementId].status = AgreementStatus.Signed;
        trade.buying = trade.buying.withFree(trade.buying.free() - charge.margin);
        trade.selling = trade.selling.withFree(trade.selling.free() - charge.fee);
        _collectFee(charge.fee);
    }

    function _void(Trade memory trade, Reason missing) internal {
        _endUnsigned(trade, AgreementStatus.Void, missing);
        emit Voided(trade.agreementId, missing);
    }
}
