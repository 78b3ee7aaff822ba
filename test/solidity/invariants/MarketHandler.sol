// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Agreement, AgreementStatus, Offer, OfferState, Side} from "../../../contracts/IElectricityMarket.sol";
import {Due} from "../support/Due.sol";
import {Eip712} from "../support/Eip712.sol";
import {bound, vm} from "../support/Vm.sol";
import {Deal, Law} from "./Ledger.sol";
import {OperatorActions} from "./OperatorActions.sol";

/// @notice Acts on a market at random, often beyond what is allowed: more than there is, too late or too early, in
/// another's place, with another's signature, on altered terms. The ledger records what succeeds.
abstract contract MarketHandler is OperatorActions {
    function declare(uint256 who, uint256 energy, uint256 price, uint256 time) public {
        Offer memory offer = _offerOf(_anybody(who), energy, price, time);
        address caller = who % 32 == 31 ? _outsider : offer.declarer;
        vm.prank(caller);
        try MARKET.declare(offer) {
            _require(_standings[caller].debts == 0, Law.DebtsComeFirst, "declared with a debt");
            _offers.push(offer);
            reached["declared"]++;
        } catch {
            reached["declare reverted"]++;
        }
    }

    /// @dev One in eight has damages above the price, a fee other than the market's, or has expired.
    function _offerOf(
        address declarer,
        uint256 energy,
        uint256 price,
        uint256 time
    ) internal view returns (Offer memory offer) {
        uint256 flaw = energy % 24;
        uint40 expiry = uint40(block.timestamp + (flaw == 0 ? 0 : 1 minutes + (time % 2 hours)));
        uint40 start = expiry + uint40(time % 1 hours);
        uint96 perMWh = uint96(1 + (price % 150e6));
        offer = Offer({
            declarer: declarer,
            side: Side(price % 2),
            energyWh: uint48(energy % 8e6),
            pricePerMWh: perMWh,
            excessPricePerMWh: uint96(price % 200e6),
            damagesPricePerMWh: flaw == 1 ? perMWh + 1 : perMWh / 10,
            marginPerMWh: uint96(time % perMWh),
            feePerMWh: uint96(MARKET.feePerMWh()) + (flaw == 2 ? 1 : 0),
            deliveryStart: start,
            deliveryEnd: start + 30 minutes,
            expiry: expiry,
            number: uint64(_offers.length)
        });
    }

    /// @dev Mostly on the newest offer; declares a new one if that can no longer be accepted.
    function accept(uint256 who, uint256 which, uint256 energy, uint256 time) external {
        if (_offers.length == 0 || (which % 8 != 0 && !_isOpen(_offers[_offers.length - 1]))) {
            declare(which / 64, energy, which, time);
        }
        if (_offers.length == 0) return;
        Offer memory offer = _offers[which % 8 == 0 ? which % _offers.length : _offers.length - 1];
        address accepter = _anybodyBut(offer.declarer, who);
        address meter = MARKET.meterOf(offer.side == Side.Buy ? offer.declarer : accepter);
        OfferState memory state = MARKET.offerState(Eip712.offer(offer));
        uint48 energyWh = uint48(energy % ((uint256(state.remainingWh) * 9) / 8 + 2));
        bool altered = who % 32 == 30;
        if (altered) offer.pricePerMWh += 1;
        vm.prank(accepter);
        try MARKET.accept(offer, energyWh) {
            _require(!altered, Law.OnlyWhatWasSignedCounts, "accepted on altered terms");
            _enterAccepted(offer, accepter, energyWh, state.fills, meter);
        } catch {
            reached["accept reverted"]++;
        }
    }

    function _isOpen(Offer memory offer) private view returns (bool) {
        return block.timestamp < offer.expiry && MARKET.offerState(Eip712.offer(offer)).remainingWh != 0;
    }

    /// @dev Verifies an agreement, in the way of the market.
    function verify(uint256 which, uint256 flaw, uint256 who) external virtual;

    function _refuse(Deal storage deal, uint256 flaw, uint256 who) internal virtual;

    /// @dev Ends an offer or an agreement that is not signed yet.
    function end(uint256 how, uint256 which, uint256 who, uint256 flaw) external {
        if (_deals.length == 0) return;
        Deal storage deal = _pickDeal(which, AgreementStatus.AwaitingVerification);
        if (how % 8 == 0) _cancel(_offers[which % _offers.length], who);
        else if (how % 8 == 1) _decline(deal, who);
        else if (how % 8 == 2) _expire(deal, flaw);
        else _refuse(deal, flaw, who);
    }

    function _cancel(Offer memory offer, uint256 who) private {
        vm.prank(who % 4 != 0 ? offer.declarer : _anybody(who / 4));
        try MARKET.cancel(offer) {
            reached["cancelled"]++;
        } catch {
            reached["cancel reverted"]++;
        }
    }

    function _decline(Deal storage deal, uint256 who) private {
        address caller = who % 2 == 0 ? _anybody(who / 2) : deal.buyer;
        vm.prank(caller);
        try MARKET.decline(deal.agreement) {
            bool party = caller == deal.buyer || caller == deal.seller;
            _require(party, Law.OnlyWhatWasSignedCounts, "declined by a stranger");
            _enterEnded(deal);
            reached["declined"]++;
        } catch {
            reached["decline reverted"]++;
        }
    }

    /// @dev At the deadline itself, or one or two seconds later. At the deadline it is too early.
    function _expire(Deal storage deal, uint256 when) private {
        _warpTo(MARKET.agreementState(deal.id).deadline + (when % 3));
        try MARKET.expire(deal.agreement) {
            _enterEnded(deal);
            reached["expired"]++;
        } catch {
            reached["expire reverted"]++;
        }
    }

    /// @dev Mostly by a reading, mostly after delivery, half of the time first wrongly.
    function settle(uint256 which, uint256 how, uint256 energy, uint256 flaw) external {
        if (_deals.length == 0) return;
        Deal storage deal = _pickDeal(which, AgreementStatus.Signed);
        if (how % 4 == 0) return _settleUnmetered(deal, flaw);
        if (how % 16 != 1) _warpTo(deal.agreement.offer.deliveryEnd);
        if (how % 2 == 0) _settleMetered(deal, energy, flaw % 3);
        if (how % 8 != 2) _settleMetered(deal, energy, 3);
    }

    /// @dev Flaw 0: signed by any meter. 1: another reading than the signed one. 2: altered terms.
    function _settleMetered(Deal storage deal, uint256 energy, uint256 flaw) private {
        Agreement memory agreement = deal.agreement;
        uint48 usedWh = _usedOf(agreement.energyWh, energy);
        address meter = flaw == 0 ? _meters[energy % _meters.length] : agreement.meter;
        bool sound = meter == agreement.meter && flaw % 3 == 0;
        bytes memory signature = _signature(meter, Eip712.reading(deal.id, flaw == 1 ? usedWh + 1 : usedWh));
        if (flaw == 2) agreement.offer.pricePerMWh -= 1;
        try MARKET.settle(agreement, usedWh, signature) {
            _require(sound, Law.OnlyWhatWasSignedCounts, "settled without its meter's signature");
            reached[OUTCOMES[uint256(Due.outcome(agreement.energyWh, usedWh))]]++;
            _enterSettled(deal, usedWh);
        } catch {
            reached["settle reverted"]++;
        }
    }

    /// @dev Up to twice the agreed energy; one time in four near it.
    function _usedOf(uint256 agreedWh, uint256 seed) internal pure returns (uint48) {
        uint256 width = agreedWh / (seed % 4 == 0 ? 8 : 1);
        return uint48(agreedWh - width + ((seed / 4) % (2 * width + 1)));
    }

    string[3] internal OUTCOMES = ["settled in band", "settled in excess", "settled with a shortfall"];

    function _settleUnmetered(Deal storage deal, uint256 who) private {
        if (who % 8 != 0) _warpTo(deal.agreement.offer.deliveryEnd + MARKET.READING_WINDOW());
        address caller = (who / 8) % 4 == 0 ? _anybody(who / 32) : deal.seller;
        vm.prank(caller);
        try MARKET.settleUnmetered(deal.agreement) {
            bool party = caller == deal.buyer || caller == deal.seller;
            _require(party, Law.OnlyWhatWasSignedCounts, "settled by a stranger");
            _enterSettled(deal, deal.agreement.energyWh);
            reached["settled unmetered"]++;
        } catch {
            reached["settle unmetered reverted"]++;
        }
    }

    function payDebt(uint256 which) external {
        if (_deals.length == 0) return;
        which %= _deals.length;
        Deal storage deal = _deals[which];
        for (uint256 i = 1; i < _deals.length && deal.debt == 0; ++i) deal = _deals[(which + i) % _deals.length];
        try MARKET.payDebt(deal.agreement) {
            _enterDebtPaid(deal);
            reached["debt paid"]++;
        } catch {
            reached["pay debt reverted"]++;
        }
    }
}
