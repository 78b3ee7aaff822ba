// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {
    Acceptance,
    Agreement,
    AgreementStatus,
    Offer,
    Settlement,
    Side
} from "../../../contracts/IElectricityMarket.sol";
import {Due} from "../support/Due.sol";
import {Eip712} from "../support/Eip712.sol";
import {vm} from "../support/Vm.sol";
import {Deal, Law} from "./Ledger.sol";
import {MarketHandler} from "./MarketHandler.sol";

/// @notice Signs offers, accepts and cancels them, and sends batches: also with the signature of another, with
/// cancelled numbers, and with items that cannot succeed or come twice.
abstract contract BatchHandler is MarketHandler {
    uint256 private constant ITEMS = 3;

    /// @dev Selectors for the fuzzer, and for driving the handler directly. Each takes at most four random numbers.
    function actions() external pure returns (bytes4[13] memory) {
        return
            [
                this.deposit.selector,
                this.withdraw.selector,
                this.declare.selector,
                this.accept.selector,
                this.acceptSigned.selector,
                this.acceptMany.selector,
                this.cancelNumbers.selector,
                this.verify.selector,
                this.end.selector,
                this.settle.selector,
                this.settleMany.selector,
                this.payDebt.selector,
                this.operate.selector
            ];
    }

    /// @dev One offer in eight is signed by another account, or altered after signing.
    function acceptSigned(uint256 who, uint256 energy, uint256 price, uint256 time) external {
        Offer memory offer = _offerOf(_anybody(who), energy, price, time);
        uint256 flaw = time % 16;
        if (flaw == 2 && offer.number > 0) offer.number = uint64(_lowestNumbers[offer.declarer] / 2);
        address signer = flaw == 0 ? _anybody(price) : offer.declarer;
        bytes memory signature = _signature(signer, Eip712.offer(offer));
        if (flaw == 1) offer.pricePerMWh += 1;
        address accepter = _anybodyBut(offer.declarer, price / 64);
        address meter = MARKET.meterOf(offer.side == Side.Buy ? offer.declarer : accepter);
        uint48 energyWh = uint48((time / 16) % (uint256(offer.energyWh) + 2));
        vm.prank(accepter);
        try MARKET.acceptSigned(offer, signature, energyWh) {
            bool sound = signer == offer.declarer && flaw != 1;
            _require(sound, Law.OnlyWhatWasSignedCounts, "opened without its declarer's signature");
            _offers.push(offer);
            _openedBySignature[Eip712.offer(offer)] = true;
            _enterAccepted(offer, accepter, energyWh, 0, meter);
            reached["opened by signature"]++;
        } catch {
            reached["accept signed reverted"]++;
        }
    }

    /// @dev Up to any number so far, mostly for the declarer of some offer.
    function cancelNumbers(uint256 who, uint256 which) external {
        address declarer = _anybody(who);
        if (who % 2 == 0 && _offers.length != 0) declarer = _offers[which % _offers.length].declarer;
        uint64 number = uint64(_offers.length == 0 ? which % 4 : which % (_offers.length + 1));
        vm.prank(declarer);
        try MARKET.cancelUpTo(number) {
            _require(number >= _lowestNumbers[declarer], Law.OnlyWhatWasSignedCounts, "cancellation undone");
            _lowestNumbers[declarer] = uint256(number) + 1;
            reached["numbers cancelled"]++;
        } catch {
            reached["cancel numbers reverted"]++;
        }
    }

    /// @dev Items are on the newest offers, sometimes two on the same offer.
    function acceptMany(uint256 who, uint256 which, uint256 energy) external {
        if (_offers.length == 0) return;
        address accepter = _anybody(who);
        Acceptance[] memory items = new Acceptance[](ITEMS);
        uint32[ITEMS] memory fills;
        for (uint256 i = 0; i < ITEMS; ++i) {
            uint256 back = (which >> (8 * i)) % 4;
            Offer memory offer = _offers[back < _offers.length ? _offers.length - 1 - back : 0];
            uint256 remainingWh = MARKET.offerState(Eip712.offer(offer)).remainingWh;
            items[i] = Acceptance(offer, uint48((energy >> (16 * i)) % (remainingWh / 2 + 2)));
            fills[i] = MARKET.offerState(Eip712.offer(offer)).fills;
        }
        vm.prank(accepter);
        try MARKET.acceptMany(items) returns (bytes32[] memory ids) {
            for (uint256 i = 0; i < ITEMS; ++i) {
                if (ids[i] == 0) reached["reverted in a batch"]++;
                else _enterItem(items, i, accepter, fills[i] + _acceptedBefore(items, ids, i));
            }
        } catch {
            reached["accept many reverted"]++;
        }
    }

    function _enterItem(Acceptance[] memory items, uint256 i, address accepter, uint32 fill) private {
        Offer memory offer = items[i].offer;
        address meter = MARKET.meterOf(offer.side == Side.Buy ? offer.declarer : accepter);
        _enterAccepted(offer, accepter, items[i].energyWh, fill, meter);
        reached["accepted in a batch"]++;
    }

    /// @dev Number of accepted items before this one on the same offer.
    function _acceptedBefore(
        Acceptance[] memory items,
        bytes32[] memory ids,
        uint256 index
    ) private pure returns (uint32 count) {
        bytes32 offerId = Eip712.offer(items[index].offer);
        for (uint256 i = 0; i < index; ++i) {
            if (ids[i] != 0 && Eip712.offer(items[i].offer) == offerId) ++count;
        }
    }

    /// @dev One agreement twice, another once. Flaw 0 of eight: another key than the meter's signs the first reading.
    function settleMany(uint256 which, uint256 other, uint256 energy, uint256 flaw) external {
        if (_deals.length == 0) return;
        Deal[] memory deals = new Deal[](ITEMS);
        deals[0] = _pickDeal(which, AgreementStatus.Signed);
        deals[1] = _deals[other % _deals.length];
        deals[2] = deals[0];
        if (flaw % 4 != 1) _warpTo(deals[0].agreement.offer.deliveryEnd);
        Settlement[] memory items = new Settlement[](ITEMS);
        for (uint256 i = 0; i < ITEMS; ++i) {
            uint48 usedWh = _usedOf(deals[i].agreement.energyWh, energy >> (16 * i));
            address meter = flaw % 8 == 0 && i == 0 ? _outsider : deals[i].agreement.meter;
            items[i] = Settlement(deals[i].agreement, usedWh, _signature(meter, Eip712.reading(deals[i].id, usedWh)));
        }
        bool[] memory settled = MARKET.settleMany(items);
        _require(!settled[0] || flaw % 8 != 0, Law.OnlyWhatWasSignedCounts, "settled without its meter's signature");
        for (uint256 i = 0; i < ITEMS; ++i) {
            if (!settled[i]) continue;
            _enterSettled(_dealOf(deals[i].id), items[i].energyWh);
            reached["settled in a batch"]++;
            reached[OUTCOMES[uint256(Due.outcome(deals[i].agreement.energyWh, items[i].energyWh))]]++;
        }
    }

    function _dealOf(bytes32 id) private view returns (Deal storage deal) {
        uint256 i = 0;
        while (_deals[i].id != id) ++i;
        return _deals[i];
    }
}
