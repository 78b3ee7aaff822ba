// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ElectricityMarket, MarketParameters} from "./ElectricityMarket.sol";
import {Agreement, Reason} from "./IElectricityMarket.sol";
import {Trade} from "./base/Trades.sol";
import {AccountWord} from "./libraries/AccountWord.sol";
import {ReliabilityCoefficient} from "./libraries/ReliabilityCoefficient.sol";
import {TypedData} from "./libraries/TypedData.sol";

/// @title Improved market
/// @notice The paper's model. A trade is spared verification while the reliability coefficients of both parties are
/// valid. Otherwise both parties sign it again, a quorum of the authorities signs too, and anyone submits all these
/// signatures in one transaction. No account is frozen.
contract ImprovedMarket is ElectricityMarket {
    error InvalidRho(uint256 rho);

    /// @notice rho, WAD: R while it is valid, and the cost of the automatic check relative to full verification.
    uint256 public immutable RHO;

    /// @param rho see {RHO}; below 1e18
    constructor(MarketParameters memory parameters, uint256 rho) ElectricityMarket(parameters) {
        if (rho >= ReliabilityCoefficient.WAD) revert InvalidRho(rho);
        RHO = rho;
    }

    /// @inheritdoc ElectricityMarket
    function _coefficient(AccountWord account, uint256 energyWh) internal view override returns (uint256) {
        return
            ReliabilityCoefficient.coefficient(
                account.usedTrades(),
                account.usedEnergyWh(),
                account.capTrades(),
                account.capEnergyWh(),
                energyWh,
                RHO
            );
    }

    /// @notice Verifies an agreement. Both parties' usage restarts from zero, and the agreement is signed or void.
    /// Caller: anyone.
    /// @param declarerSignature the declarer's EIP-712 signature of the agreement, 65 bytes
    /// @param accepterSignature the accepter's signature of the same
    /// @param approvals authorities' signatures of Approval(bytes32 agreement,uint40 epoch), a quorum or more, in
    /// strictly ascending order of their signers
    function verify(
        Agreement calldata agreement,
        bytes calldata declarerSignature,
        bytes calldata accepterSignature,
        bytes[] calldata approvals
    ) external {
        Trade memory trade = _tradeOf(agreement);
        _requireVerifiable(trade);
        bytes32 digest = _hashTypedDataV4(trade.agreementId);
        _requireSignedBy(agreement.offer.declarer, digest, declarerSignature);
        _requireSignedBy(agreement.accepter, digest, accepterSignature);
        _requireSignedByAuthorities(TypedData.approval(trade.agreementId, committeeEpoch()), approvals, quorum());
        _verified(trade, agreement.offer);
    }

    /// @notice Terminates an agreement that awaits verification. Caller: anyone.
    /// @param reason KeyRefused or CommitteeRefused
    /// @param refusals authorities' signatures of Refusal(bytes32 agreement,uint8 reason,uint40 epoch), a blocking
    /// minority or more, in strictly ascending order of their signers
    function refuse(Agreement calldata agreement, Reason reason, bytes[] calldata refusals) external {
        Trade memory trade = _tradeOf(agreement);
        _requireVerifiable(trade);
        _requireRefusalReason(reason);
        bytes32 structHash = TypedData.refusal(trade.agreementId, reason, committeeEpoch());
        _requireSignedByAuthorities(structHash, refusals, blockingMinority());
        _terminate(trade, reason);
    }
}
