// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ElectricityMarket} from "../../../contracts/ElectricityMarket.sol";
import {AgreementStatus, Offer} from "../../../contracts/IElectricityMarket.sol";
import {Account, UserStatus} from "../../../contracts/libraries/AccountWord.sol";
import {Eip712} from "../support/Eip712.sol";
import {vm} from "../support/Vm.sol";
import {BatchHandler} from "./BatchHandler.sol";
import {Deal, Law, Standing} from "./Ledger.sol";

/// @notice Functions of a contract that the fuzzer calls.
struct FuzzSelector {
    address addr;
    bytes4[] selectors;
}

/// @notice Invariants of a market, after any sequence of the handler's actions.
/// @dev Has no `afterInvariant`, since with one a failing run does not print its actions.
abstract contract MarketInvariants {
    uint256 private constant STEPS = 4500;

    BatchHandler internal _handler;
    ElectricityMarket private _market;

    function setUp() external {
        _handler = _newHandler();
        _market = _handler.MARKET();
    }

    function _newHandler() internal virtual returns (BatchHandler);

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        bytes4[13] memory actions = _handler.actions();
        bytes4[] memory selectors = new bytes4[](actions.length);
        for (uint256 i = 0; i < actions.length; ++i) selectors[i] = actions[i];
        targets[0] = FuzzSelector(address(_handler), selectors);
    }

    function invariant_tokenBalanceIsFreeBalancesMarginsAndFees() public view {
        (uint256 held, uint256 total) = _market.books();
        for (uint256 i = 0; i < _handler.userCount(); ++i) total += _market.accountOf(_handler.users(i)).free;
        Deal[] memory deals = _handler.deals();
        for (uint256 i = 0; i < deals.length; ++i) {
            if (_statusOf(deals[i]) == AgreementStatus.Signed) total += _handler.marginOf(deals[i]);
        }
        vm.assertEq(_handler.TOKEN().balanceOf(address(_market)), total, "token balance");
        vm.assertEq(held, total, "held");
    }

    function invariant_nobodyButThePartiesGainsOrLoses() public view {
        for (uint256 i = 0; i < _handler.userCount(); ++i) {
            address user = _handler.users(i);
            vm.assertEq(_market.accountOf(user).free, _handler.standingOf(user).free, "free balance");
        }
        (, uint256 fees) = _market.books();
        vm.assertEq(fees, _handler.fees(), "fees");
    }

    function invariant_noAgreementSettlesTwice() public view {
        _assertStands(Law.NothingSettlesTwice);
        Deal[] memory deals = _handler.deals();
        for (uint256 i = 0; i < deals.length; ++i) {
            vm.assertEq(uint256(_statusOf(deals[i])), uint256(deals[i].status), "status");
        }
    }

    function invariant_fastLaneUsageNeverExceedsACap() public view {
        _assertStands(Law.FastLaneStaysWithinCaps);
        for (uint256 i = 0; i < _handler.userCount(); ++i) {
            address user = _handler.users(i);
            Account memory account = _market.accountOf(user);
            vm.assertEq(account.usedTrades, _handler.standingOf(user).usedTrades, "trades");
            vm.assertEq(account.usedEnergyWh, _handler.standingOf(user).usedWh, "energy");
        }
    }

    function invariant_debtsArePaidBeforeNewTrades() public view {
        _assertStands(Law.DebtsComeFirst);
        for (uint256 i = 0; i < _handler.userCount(); ++i) {
            address user = _handler.users(i);
            vm.assertEq(_market.accountOf(user).openDebts, _handler.standingOf(user).debts, "open debts");
        }
        Deal[] memory deals = _handler.deals();
        for (uint256 i = 0; i < deals.length; ++i) vm.assertEq(_market.debtOf(deals[i].id), deals[i].debt, "debt");
    }

    /// @dev The energy of void and terminated agreements has gone back to the offer.
    function invariant_offeredEnergyIsNeitherLostNorExceeded() public view {
        Offer[] memory offers = _handler.offers();
        Deal[] memory deals = _handler.deals();
        for (uint256 i = 0; i < offers.length; ++i) {
            bytes32 offerId = Eip712.offer(offers[i]);
            uint256 energyWh = _market.offerState(offerId).remainingWh;
            for (uint256 j = 0; j < deals.length; ++j) {
                AgreementStatus status = deals[j].status;
                bool ended = status == AgreementStatus.Void || status == AgreementStatus.Terminated;
                if (deals[j].offerId == offerId && !ended) energyWh += deals[j].agreement.energyWh;
            }
            vm.assertEq(energyWh, offers[i].energyWh, "energy");
        }
    }

    /// @dev Also during a pause and while suspended, but not from an account frozen by a trade (traditional market).
    function invariant_freeBalanceCanBeWithdrawn() public {
        _assertStands(Law.FreeBalanceIsWithdrawable);
        for (uint256 i = 0; i < _handler.userCount(); ++i) {
            address user = _handler.users(i);
            Account memory account = _market.accountOf(user);
            bool frozen = _freezes() && _handler.standingOf(user).liveBuys != 0;
            vm.assertTrue((account.status == UserStatus.Frozen) == frozen, "frozen");
            if (!frozen) _assertWithdrawable(user, account.free);
        }
    }

    function _freezes() internal pure virtual returns (bool);

    function _assertWithdrawable(address user, uint256 amount) private {
        uint256 snapshot = vm.snapshotState();
        vm.prank(user);
        _market.withdraw(amount, user);
        vm.revertToState(snapshot);
    }

    function invariant_onlyWhatWasSignedCounts() public view {
        _assertStands(Law.OnlyWhatWasSignedCounts);
    }

    /// @dev Draws the same actions by a hash, so that what the handler reaches does not depend on the fuzzer.
    function test_handlerReachesDeepStates() external {
        bytes4[13] memory actions = _handler.actions();
        for (uint256 i = 0; i < STEPS; ++i) {
            bytes32 seed = keccak256(abi.encode(i));
            bytes memory numbers = abi.encode(_draw(seed, 1), _draw(seed, 2), _draw(seed, 3), _draw(seed, 4));
            (bool success, ) = address(_handler).call(bytes.concat(actions[_draw(seed, 0) % actions.length], numbers));
            vm.assertTrue(success, "the handler itself failed");
        }
        string[40] memory states = [
            "declared",
            "declare reverted",
            "accept reverted",
            "awaiting verification",
            "signed after full verification",
            "void after full verification",
            "verify reverted",
            "refused by the committee",
            "refuse reverted",
            "cancelled",
            "cancel reverted",
            "declined",
            "decline reverted",
            "expired",
            "expire reverted",
            "settled in band",
            "settled in excess",
            "settled with a shortfall",
            "settled unmetered",
            "settle reverted",
            "settle unmetered reverted",
            "settled with a debt",
            "debt paid in full",
            "pay debt reverted",
            "deposited",
            "deposit reverted",
            "withdrawn",
            "withdrawn while paused",
            "withdrawn while suspended",
            "withdraw reverted",
            "fees collected",
            "committee changed",
            "opened by signature",
            "accept signed reverted",
            "numbers cancelled",
            "cancel numbers reverted",
            "accepted in a batch",
            "reverted in a batch",
            "accept many reverted",
            "settled in a batch"
        ];
        for (uint256 i = 0; i < states.length; ++i) _assertReached(states[i]);
        _assertOwnStatesReached();
        _assertAllLaws();
    }

    /// @dev States that only this market has.
    function _assertOwnStatesReached() internal view virtual;

    function _assertReached(string memory state) internal view {
        vm.assertGt(_handler.reached(state), 0, state);
    }

    function _assertAllLaws() private {
        invariant_tokenBalanceIsFreeBalancesMarginsAndFees();
        invariant_nobodyButThePartiesGainsOrLoses();
        invariant_noAgreementSettlesTwice();
        invariant_fastLaneUsageNeverExceedsACap();
        invariant_debtsArePaidBeforeNewTrades();
        invariant_offeredEnergyIsNeitherLostNorExceeded();
        invariant_freeBalanceCanBeWithdrawn();
        invariant_onlyWhatWasSignedCounts();
    }

    function _draw(bytes32 seed, uint256 index) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, index)));
    }

    function _assertStands(Law law) private view {
        string memory breach = _handler.broken(law);
        vm.assertTrue(bytes(breach).length == 0, breach);
    }

    function _statusOf(Deal memory deal) private view returns (AgreementStatus) {
        return _market.agreementState(deal.id).status;
    }
}
