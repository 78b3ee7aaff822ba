// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ElectricityMarket, MarketParameters} from "../../../contracts/ElectricityMarket.sol";
import {Agreement, AgreementStatus, Reason} from "../../../contracts/IElectricityMarket.sol";
import {deploy} from "../support/deploy.sol";
import {Eip712} from "../support/Eip712.sol";
import {vm} from "../support/Vm.sol";
import {Deal, Law} from "./Ledger.sol";
import {MarketHandler} from "./MarketHandler.sol";

/// @notice What the improved market has of its own.
interface IVerifiesBySignatures {
    function verify(
        Agreement calldata agreement,
        bytes calldata declarerSignature,
        bytes calldata accepterSignature,
        bytes[] calldata approvals
    ) external;

    function refuse(Agreement calldata agreement, Reason reason, bytes[] calldata refusals) external;
}

/// @notice Verifies and refuses by signatures, some of them wrong.
abstract contract ImprovedHandler is MarketHandler {
    function _deployMarket(MarketParameters memory parameters) internal override returns (ElectricityMarket) {
        return ElectricityMarket(deploy("ImprovedMarket", abi.encode(parameters, 0.1e18)));
    }

    function _isFrozen(address) internal pure override returns (bool) {
        return false;
    }

    function verify(uint256 which, uint256 flaw, uint256 who) external override {
        if (_deals.length == 0) return;
        Deal storage deal = _pickDeal(which, AgreementStatus.AwaitingVerification);
        Agreement memory agreement = deal.agreement;
        flaw %= 20;
        bytes memory declarer = _signature(flaw == 0 ? _outsider : agreement.offer.declarer, deal.id);
        bytes memory accepter = _signature(flaw == 1 ? agreement.offer.declarer : agreement.accepter, deal.id);
        bytes32 verdict = Eip712.approval(deal.id, MARKET.committeeEpoch() - (flaw == 2 ? 1 : 0));
        bytes[] memory approvals = _signatures(verdict, MARKET.quorum(), flaw);
        if (flaw == 6) agreement.energyWh += 1;
        vm.prank(_anybody(who));
        try IVerifiesBySignatures(address(MARKET)).verify(agreement, declarer, accepter, approvals) {
            _require(flaw > 6, Law.OnlyWhatWasSignedCounts, "verified without all signatures");
            _enterVerified(deal);
        } catch {
            reached["verify refused"]++;
        }
    }

    function _refuse(Deal storage deal, uint256 flaw, uint256 who) internal override {
        flaw %= 12;
        Reason reason =
            flaw == 0
                ? Reason.DebtUnpaid
                : flaw % 2 == 0
                    ? Reason.KeyRefused
                    : Reason.CommitteeRefused;
        bytes32 verdict = Eip712.refusal(deal.id, reason, MARKET.committeeEpoch() - (flaw == 2 ? 1 : 0));
        bytes[] memory refusals = _signatures(verdict, MARKET.blockingMinority(), flaw);
        vm.prank(_anybody(who));
        try IVerifiesBySignatures(address(MARKET)).refuse(deal.agreement, reason, refusals) {
            _require(flaw > 5 || flaw == 1, Law.OnlyWhatWasSignedCounts, "refused without a blocking minority");
            _enterEnded(deal);
            reached["refused by the committee"]++;
        } catch {
            reached["refuse refused"]++;
        }
    }

    /// @dev `needed` authorities' signatures; at flaw 3 one too few, at 4 the last one twice in its place, at 5 one of
    /// somebody who has no seat.
    function _signatures(bytes32 verdict, uint256 needed, uint256 flaw) private view returns (bytes[] memory list) {
        list = new bytes[](flaw == 3 ? needed - 1 : needed);
        uint256 count = 0;
        for (uint256 i = 0; i < _authorities.length && count < list.length; ++i) {
            bool seated = _isAuthority(_authorities[i]);
            if (seated == (flaw == 5 && count + 1 == list.length)) continue;
            list[count++] = _signature(_authorities[i], verdict);
        }
        if (count < list.length || flaw == 4) {
            list[list.length - 1] = list.length > 1 ? list[list.length - 2] : _signature(_outsider, verdict);
        }
    }
}
