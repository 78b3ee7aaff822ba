// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ElectricityMarket, MarketParameters} from "../../../contracts/ElectricityMarket.sol";
import {Agreement, AgreementStatus, Reason} from "../../../contracts/IElectricityMarket.sol";
import {deploy} from "../support/deploy.sol";
import {vm} from "../support/Vm.sol";
import {BatchHandler} from "./BatchHandler.sol";
import {Deal, Law} from "./Ledger.sol";

/// @notice The traditional market's own functions.
interface IVerifiesByTransactions {
    function verify(Agreement calldata agreement) external;

    function refuse(Agreement calldata agreement, Reason reason) external;
}

/// @notice Verifies and refuses by transactions of authorities, and of strangers.
abstract contract TraditionalHandler is BatchHandler {
    /// @dev Which authorities have approved an agreement in an epoch.
    mapping(bytes32 agreement => mapping(uint256 epoch => mapping(address authority => bool))) private _approvals;

    function _deployMarket(MarketParameters memory parameters) internal override returns (ElectricityMarket) {
        return ElectricityMarket(deploy("TraditionalMarket", abi.encode(parameters)));
    }

    /// @dev A buyer's account is frozen from acceptance until the trade has ended.
    function _isFrozen(address user) internal view override returns (bool) {
        return _standings[user].liveBuys != 0;
    }

    /// @dev Half of the time all possible authorities in turn, otherwise one of them.
    function verify(uint256 which, uint256 flaw, uint256 who) external override {
        if (_deals.length == 0) return;
        Deal storage deal = _pickDeal(which, AgreementStatus.AwaitingVerification);
        if (flaw % 2 == 0) _check(deal, _authorities[who % _authorities.length]);
        else for (uint256 i = 0; i < _authorities.length; ++i) _check(deal, _authorities[i]);
    }

    function _check(Deal storage deal, address authority) private {
        uint256 epoch = MARKET.committeeEpoch();
        vm.prank(authority);
        try IVerifiesByTransactions(address(MARKET)).verify(deal.agreement) {
            bool fresh = _isAuthority(authority) && !_approvals[deal.id][epoch][authority];
            _require(fresh, Law.OnlyWhatWasSignedCounts, "checked by a stranger or twice");
            _approvals[deal.id][epoch][authority] = true;
            reached["checked"]++;
        } catch {
            reached["verify reverted"]++;
        }
        bool waits = MARKET.agreementState(deal.id).status == AgreementStatus.AwaitingVerification;
        if (deal.status != AgreementStatus.AwaitingVerification || waits) return;
        _require(_allApproved(deal.id, epoch), Law.OnlyWhatWasSignedCounts, "verified without an authority");
        _enterVerified(deal);
    }

    function _allApproved(bytes32 id, uint256 epoch) private view returns (bool all) {
        address[] memory committee = MARKET.authorities();
        all = true;
        for (uint256 i = 0; i < committee.length; ++i) all = all && _approvals[id][epoch][committee[i]];
    }

    function _refuse(Deal storage deal, uint256 flaw, uint256 who) internal override {
        Reason reason = flaw % 4 == 0 ? Reason.DebtUnpaid : Reason.CommitteeRefused;
        address authority = _authorities[who % _authorities.length];
        vm.prank(authority);
        try IVerifiesByTransactions(address(MARKET)).refuse(deal.agreement, reason) {
            bool entitled = _isAuthority(authority) && flaw % 4 != 0;
            _require(entitled, Law.OnlyWhatWasSignedCounts, "refused by a stranger");
            _enterEnded(deal);
            reached["refused by the committee"]++;
        } catch {
            reached["refuse reverted"]++;
        }
    }
}
