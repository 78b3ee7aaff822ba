// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {Agreement, AgreementStatus, IElectricityMarket, Offer, Outcome} from "../IElectricityMarket.sol";
import {Trade, Trades} from "../base/Trades.sol";
import {SettlementClause} from "../libraries/SettlementClause.sol";
import {TypedData} from "../libraries/TypedData.sol";

/// @title Settling
/// @notice A signed agreement is settled after its delivery, and what the buyer could not pay then is a debt.
abstract contract Settling is Trades, EIP712 {
    /// @notice How long after delivery a reading has precedence over settling without one, s.
    uint256 public immutable READING_WINDOW;

    mapping(bytes32 agreementId => uint256) private _debts;

    constructor(uint256 readingWindow) {
        READING_WINDOW = readingWindow;
    }

    /// @inheritdoc IElectricityMarket
    function settle(Agreement calldata agreement, uint48 energyWh, bytes calldata meterSignature) external {
        Trade memory trade = _requireDelivered(agreement);
        bytes32 digest = _hashTypedDataV4(TypedData.reading(trade.agreementId, energyWh));
        address signer = ECDSA.recover(digest, meterSignature);
        if (signer != agreement.meter) revert WrongMeter(signer, agreement.meter);

        Offer calldata offer = agreement.offer;
        (uint256 amount, Outcome outcome) = SettlementClause.dueDown(
            agreement.energyWh,
            energyWh,
            offer.pricePerMWh,
            offer.excessPricePerMWh,
            offer.damagesPricePerMWh
        );
        _settle(trade, agreement.offer, energyWh, amount, outcome);
    }

    /// @inheritdoc IElectricityMarket
    function settleUnmetered(Agreement calldata agreement) external {
        Trade memory trade = _requireDelivered(agreement);
        _requireParty(trade);
        uint256 windowEnd = agreement.offer.deliveryEnd + READING_WINDOW;
        if (block.timestamp < windowEnd) revert ReadingWindowOpen(windowEnd);

        uint256 amount = SettlementClause.costDown(agreement.energyWh, agreement.offer.pricePerMWh);
        _settle(trade, agreement.offer, agreement.energyWh, amount, Outcome.Unmetered);
    }

    function _requireDelivered(Agreement calldata agreement) private view returns (Trade memory trade) {
        trade = _requireStatus(agreement, AgreementStatus.Signed);
        uint256 deliveryEnd = agreement.offer.deliveryEnd;
        if (block.timestamp < deliveryEnd) revert DeliveryNotEnded(deliveryEnd);
    }

    function _settle(
        Trade memory trade,
        Offer calldata offer,
        uint48 energyWh,
        uint256 amount,
        Outcome outcome
    ) private {
        uint256 margin = SettlementClause.costDown(trade.energyWh, offer.marginPerMWh);
        _agreements[trade.agreementId].status = AgreementStatus.Settled;
        uint256 paid;
        (trade.buying, trade.selling, paid) = _payFromMargin(trade.buying, trade.selling, margin, amount);
        uint256 debt = amount - paid;
        if (debt != 0) {
            _debts[trade.agreementId] = debt;
            trade.buying = trade.buying.withOpenDebts(trade.buying.openDebts() + 1);
        }
        trade.buying = _endTrade(trade.buying);
        _storeAccounts(trade);
        emit Settled(trade.agreementId, outcome, energyWh, paid, debt);
    }

    /// @inheritdoc IElectricityMarket
    function payDebt(Agreement calldata agreement) external {
        Trade memory trade = _tradeOf(agreement);
        uint256 debt = _debts[trade.agreementId];
        if (debt == 0) revert NoDebt(trade.agreementId);

        uint256 paid;
        (trade.buying, trade.selling, paid) = _payFromMargin(trade.buying, trade.selling, 0, debt);
        if (paid == 0) revert BalanceTooLow(trade.buyer, 0, debt);
        _debts[trade.agreementId] = debt - paid;
        if (paid == debt) trade.buying = trade.buying.withOpenDebts(trade.buying.openDebts() - 1);
        _storeAccounts(trade);
        emit DebtPaid(trade.agreementId, paid, debt - paid);
    }

    /// @inheritdoc IElectricityMarket
    function debtOf(bytes32 agreementId) external view returns (uint256) {
        return _debts[agreementId];
    }
}
