// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ElectricityMarket, MarketParameters} from "../../../contracts/ElectricityMarket.sol";
import {Agreement, AgreementStatus, Reason} from "../../../contracts/IElectricityMarket.sol";
import {deploy} from "../support/deploy.sol";
import {Eip712} from "../support/Eip712.sol";
import {IVerifiesBySignatures} from "../support/IVerifiesBySignatures.sol";
import {vm} from "../support/Vm.sol";
import {BatchHandler} from "./BatchHandler.sol";
import {Deal, Law} from "./Ledger.sol";

/// @notice Verifies and refuses by signatures, some of them wrong.
abstract contract ImprovedHandler is BatchHandler {
    /// @dev Number of ways to verify wrongly, numbered from 0; the number itself stands for the right way.
    uint256 private constant FLAWS = 7;

    function _deployMarket(MarketParameters memory parameters) internal override returns (ElectricityMarket) {
        return ElectricityMarket(deploy("ImprovedMarket", abi.encode(parameters, 0.1e18)));
    }

    function _isFrozen(address) internal pure override returns (bool) {
        return false;
    }

    /// @dev Half of the time first wrongly; then mostly correctly.
    function verify(uint256 which, uint256 flaw, uint256 who) external override {
        if (_deals.length == 0) return;
        Deal storage deal = _pickDeal(which, AgreementStatus.AwaitingVerification);
        if (flaw % 2 == 0) _verifyWith((flaw / 2) % FLAWS, deal, who);
        if (flaw % 8 != 1) _verifyWith(FLAWS, deal, who);
    }

    /// @dev Flaws 0 and 1: another account signs for a party. 2 to 5: the approvals are not a quorum. 6: altered terms.
    function _verifyWith(uint256 flaw, Deal storage deal, uint256 who) private {
        Agreement memory agreement = deal.agreement;
        bytes memory declarer = _signature(flaw == 0 ? _outsider : agreement.offer.declarer, deal.id);
        bytes memory accepter = _signature(flaw == 1 ? agreement.offer.declarer : agreement.accepter, deal.id);
        bytes32 verdict = Eip712.approval(deal.id, MARKET.committeeEpoch() - (flaw == 2 ? 1 : 0));
        bytes[] memory approvals = _signatures(verdict, MARKET.quorum(), flaw);
        if (flaw == 6) agreement.energyWh += 1;
        vm.prank(_anybody(who));
        try IVerifiesBySignatures(address(MARKET)).verify(agreement, declarer, accepter, approvals) {
            _require(flaw == FLAWS, Law.OnlyWhatWasSignedCounts, "verified without all signatures");
            _enterVerified(deal);
        } catch {
            reached["verify reverted"]++;
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
            reached["refuse reverted"]++;
        }
    }

    /// @dev Flaw 3: one too few. 4: the last one twice, or a stranger's. 5: one by an authority without a seat.
    function _signatures(bytes32 verdict, uint256 needed, uint256 flaw) private view returns (bytes[] memory list) {
        list = _verdicts(verdict, flaw == 3 ? needed - 1 : needed);
        if (flaw != 4 && flaw != 5) return list;
        uint256 last = list.length - 1;
        if (flaw == 5) list[last] = _signature(_unseated(), verdict);
        else list[last] = last > 0 ? list[last - 1] : _signature(_outsider, verdict);
    }

    /// @dev The last authority without a seat, so that its signature keeps the ascending order if possible.
    function _unseated() private view returns (address) {
        for (uint256 i = _authorities.length; i > 0; --i) {
            if (!_isAuthority(_authorities[i - 1])) return _authorities[i - 1];
        }
        return _outsider;
    }
}
