// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Agreement, AgreementStatus, Offer, Side} from "../../../contracts/IElectricityMarket.sol";
import {Account} from "../../../contracts/libraries/AccountWord.sol";
import {Due} from "../support/Due.sol";
import {Eip712} from "../support/Eip712.sol";
import {Roles} from "../support/Roles.sol";

/// @notice Laws whose breach shows during an action; breaches of the others show in the balances.
enum Law {
    NothingSettlesTwice,
    FastLaneStaysWithinCaps,
    DebtsComeFirst,
    FreeBalanceIsWithdrawable,
    OnlyWhatWasSignedCounts
}

/// @notice An agreement as recorded by the ledger.
struct Deal {
    Agreement agreement;
    bytes32 id;
    bytes32 offerId;
    address buyer;
    address seller;
    AgreementStatus status;
    uint256 debt;
}

/// @notice Expected balance, usage and debts of a user.
struct Standing {
    uint256 free;
    uint256 usedTrades;
    uint256 usedWh;
    uint256 debts;
    uint256 liveBuys;
}

/// @notice Totals expected after the successful actions, kept independently of the market's books.
abstract contract Ledger is Roles {
    Offer[] internal _offers;
    Deal[] internal _deals;
    mapping(address user => Standing) internal _standings;
    mapping(bytes32 offerId => bool) internal _openedBySignature;
    mapping(address declarer => uint256) internal _lowestNumbers;
    uint256 public fees;
    /// @notice How often each kind of result occurred, by name.
    mapping(string what => uint256) public reached;
    /// @notice First breach of a law; empty if there was none.
    mapping(Law => string) public broken;

    constructor() {
        for (uint256 i = 0; i < USERS; ++i) _standings[users[i]].free = START_BALANCE;
    }

    function offers() external view returns (Offer[] memory) {
        return _offers;
    }

    function deals() external view returns (Deal[] memory) {
        return _deals;
    }

    function userCount() external view returns (uint256) {
        return users.length;
    }

    function standingOf(address user) external view returns (Standing memory) {
        return _standings[user];
    }

    function marginOf(Deal memory deal) public pure returns (uint256) {
        return (uint256(deal.agreement.energyWh) * deal.agreement.offer.marginPerMWh) / 1e6;
    }

    function _require(bool holds, Law law, string memory breach) internal {
        if (!holds && bytes(broken[law]).length == 0) broken[law] = breach;
    }

    function _enterAccepted(
        Offer memory offer,
        address accepter,
        uint48 energyWh,
        uint32 fill,
        address meter
    ) internal {
        Agreement memory agreement = Agreement(offer, accepter, energyWh, fill, meter);
        bool buys = offer.side == Side.Buy;
        (address buyer, address seller) = buys ? (offer.declarer, accepter) : (accepter, offer.declarer);
        bytes32 id = Eip712.agreement(agreement);
        AgreementStatus status = MARKET.agreementState(id).status;
        _requireNotCancelled(offer);
        _require(_standings[buyer].debts + _standings[seller].debts == 0, Law.DebtsComeFirst, "accepted with a debt");
        _deals.push(Deal(agreement, id, Eip712.offer(offer), buyer, seller, AgreementStatus.AwaitingVerification, 0));
        Deal storage deal = _deals[_deals.length - 1];
        _standings[buyer].liveBuys += 1;
        if (status == AgreementStatus.Signed) {
            _enterUse(buyer, energyWh);
            _enterUse(seller, energyWh);
            _enterSigned(deal);
            reached["signed on the fast lane"]++;
        } else if (status == AgreementStatus.Void) {
            _enterEnded(deal);
            reached["void on the fast lane"]++;
        } else {
            reached["awaiting verification"]++;
        }
    }

    function _requireNotCancelled(Offer memory offer) private {
        bool cancelled = offer.number < _lowestNumbers[offer.declarer] && _openedBySignature[Eip712.offer(offer)];
        _require(!cancelled, Law.OnlyWhatWasSignedCounts, "accepted after its number was cancelled");
    }

    function _enterUse(address user, uint256 energyWh) private {
        Account memory account = MARKET.accountOf(user);
        Standing storage standing = _standings[user];
        standing.usedTrades += 1;
        standing.usedWh += energyWh;
        bool within = standing.usedTrades <= account.capTrades && standing.usedWh <= account.capEnergyWh;
        _require(within, Law.FastLaneStaysWithinCaps, "signed on the fast lane beyond a cap");
    }

    function _enterVerified(Deal storage deal) internal {
        (_standings[deal.buyer].usedTrades, _standings[deal.buyer].usedWh) = (0, 0);
        (_standings[deal.seller].usedTrades, _standings[deal.seller].usedWh) = (0, 0);
        if (MARKET.agreementState(deal.id).status == AgreementStatus.Signed) {
            uint256 debts = _standings[deal.buyer].debts + _standings[deal.seller].debts;
            _require(debts == 0, Law.DebtsComeFirst, "signed with a debt");
            _enterSigned(deal);
            reached["signed after full verification"]++;
        } else {
            _enterEnded(deal);
            reached["void after full verification"]++;
        }
    }

    function _enterSigned(Deal storage deal) private {
        uint256 fee = (uint256(deal.agreement.energyWh) * deal.agreement.offer.feePerMWh) / 1e6;
        deal.status = AgreementStatus.Signed;
        _standings[deal.buyer].free -= marginOf(deal);
        _standings[deal.seller].free -= fee;
        fees += fee;
    }

    /// @dev Void or terminated: no money has moved.
    function _enterEnded(Deal storage deal) internal {
        deal.status = MARKET.agreementState(deal.id).status;
        _standings[deal.buyer].liveBuys -= 1;
    }

    function _enterSettled(Deal storage deal, uint256 usedWh) internal {
        bool signed = deal.status == AgreementStatus.Signed;
        _require(signed, Law.NothingSettlesTwice, "settled without being signed");
        if (!signed) return;
        deal.status = AgreementStatus.Settled;
        Offer memory terms = deal.agreement.offer;
        uint256 exact = Due.exact(
            deal.agreement.energyWh,
            usedWh,
            terms.pricePerMWh,
            terms.excessPricePerMWh,
            terms.damagesPricePerMWh
        );
        uint256 due = exact / Due.SCALE;
        _standings[deal.buyer].free += marginOf(deal);
        _standings[deal.buyer].liveBuys -= 1;
        uint256 paid = _enterPayment(deal, due);
        deal.debt = due - paid;
        if (deal.debt != 0) {
            _standings[deal.buyer].debts += 1;
            reached["settled with a debt"]++;
        }
    }

    function _enterDebtPaid(Deal storage deal) internal {
        deal.debt -= _enterPayment(deal, deal.debt);
        if (deal.debt == 0) {
            _standings[deal.buyer].debts -= 1;
            reached["debt paid in full"]++;
        }
    }

    function _enterPayment(Deal storage deal, uint256 amount) private returns (uint256 paid) {
        uint256 free = _standings[deal.buyer].free;
        paid = amount < free ? amount : free;
        _standings[deal.buyer].free -= paid;
        _standings[deal.seller].free += paid;
    }
}
