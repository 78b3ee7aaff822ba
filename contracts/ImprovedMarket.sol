// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ElectricityMarket, MarketParameters} from "./ElectricityMarket.sol";
import {Agreement, Reason} from "./IElectricityMarket.sol";
import {Trade} from "./base/Trades.sol";
import {AccountWord} from "./libraries/AccountWord.sol";
import {ReliabilityCoefficient} from "./libraries/ReliabilityCoefficient.sol";
import {TypedData} from "./libraries/TypedData.sol";

/// @title Improved market
/// @notice The paper's model: users whose reliability coefficient is valid are spared verification; the others sign
/// again, and a quorum of the authorities signs too, all in one transaction that anyone may send. No account is frozen.
contract ImprovedMarket is ElectricityMarket {
    error InvalidRho(uint256 rho);

    /// @notice Cost of the automatic check relative to a full verification, WAD: R while it is valid.
    uint256 public immutable RHO;

    /// @param rho WAD, below 1e18
    constructor(MarketParameters memory parameters, uint256 rho) ElectricityMarket(parameters) {
        if (rho >= ReliabilityCoefficient.WAD) revert InvalidRho(rho);
        RHO = rho;
    }

    /// @dev R by the user's counts under the caps.
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

    /// @notice Verifies an agreement: both parties' counts start again from zero, and it is signed, or void. Caller: anyone.
    /// @param declarerSignature the declarer's EIP-712 signature of the agreement, 65 bytes
    /// @param accepterSignature the accepter's
    /// @param approvals authorities' signatures of Approval(bytes32 agreement,uint40 epoch), a quorum or more, in
    /// strictly ascending order of their signers
    function verify(
        Agreement calldata agreement,
        bytes calldata declarerSignature,
        bytes calldata accepterSignature,
        bytes[] calldata approvals
    ) external {
        Trade memory trade = _requireVerifiable(agreement);
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
        Trade memory trade = _requireVerifiable(agreement);
        _requireRefusalReason(reason);
        bytes32 structHash = TypedData.refusal(trade.agreementId, reason, committeeEpoch());
        _requireSignedByAuthorities(structHash, refusals, blockingMinority());
        _terminate(trade, reason);
    }
}
