// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {ElectricityMarket, MarketParameters} from "../../../contracts/ElectricityMarket.sol";
import {ClearingAccounts, IERC20} from "../../../contracts/base/ClearingAccounts.sol";
import {HostileToken} from "../HostileToken.sol";
import {deploy} from "../support/deploy.sol";
import {Secp256k1} from "../support/Secp256k1.sol";
import {bound, vm} from "../support/Vm.sol";
import {LyingToken} from "./LyingToken.sol";
import {SilentToken} from "./SilentToken.sol";

/// @notice With misbehaving payment tokens, for any amount, the market's books show what it received.
contract OddTokensTest {
    uint256 private constant MOST = type(uint96).max / 2;

    address private immutable USER = vm.addr(1);
    HostileToken private _hostile = new HostileToken();
    SilentToken private _silent = new SilentToken();
    LyingToken private _lying = new LyingToken();
    mapping(address token => ElectricityMarket) private _markets;

    function setUp() external {
        _openMarket(address(_hostile));
        _openMarket(address(_silent));
        _openMarket(address(_lying));
    }

    /// @dev Opens a market with one registered user, who holds tokens and has approved the market for them.
    function _openMarket(address token) private {
        address[] memory authorities = new address[](1);
        authorities[0] = address(this);
        MarketParameters memory parameters = MarketParameters(address(this), IERC20(token), 1, 1, 0, 1, 1, authorities);
        ElectricityMarket market = ElectricityMarket(deploy("ImprovedMarket", abi.encode(parameters, 0)));
        bytes memory publicKey = Secp256k1.publicKey(1);
        vm.prank(USER);
        market.register(publicKey);
        SilentToken(token).mint(USER, type(uint96).max);
        vm.prank(USER);
        SilentToken(token).approve(address(market), type(uint256).max);
        _markets[token] = market;
    }

    function testFuzz_payerBearsAFeeOnTransfer(uint256 amount) external {
        ElectricityMarket market = _markets[address(_hostile)];
        amount = bound(amount, 1, MOST);
        _hostile.behave(HostileToken.Manner.TakingFee);
        _deposit(market, amount);
        uint256 arrived = amount - amount / 10;
        _assertBooks(market, arrived, _hostile.balanceOf(address(market)));

        vm.prank(USER);
        market.withdraw(arrived, USER);
        _assertBooks(market, 0, _hostile.balanceOf(address(market)));
    }

    function testFuzz_aTransferThatReturnsFalseReverts(uint256 amount) external {
        ElectricityMarket market = _markets[address(_hostile)];
        amount = bound(amount, 1, MOST);
        _deposit(market, amount);
        _hostile.behave(HostileToken.Manner.Refusing);
        bytes memory failed = abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, _hostile);
        vm.prank(USER);
        vm.expectRevert(failed);
        market.deposit(USER, amount);
        vm.prank(USER);
        vm.expectRevert(failed);
        market.withdraw(amount, USER);
        _assertBooks(market, amount, _hostile.balanceOf(address(market)));
    }

    function testFuzz_aTransferThatReturnsNothingSucceeds(uint256 amount, uint256 part) external {
        ElectricityMarket market = _markets[address(_silent)];
        amount = bound(amount, 1, MOST);
        part = bound(part, 0, amount);
        _deposit(market, amount);
        vm.prank(USER);
        market.withdraw(part, USER);
        _assertBooks(market, amount - part, _silent.balanceOf(address(market)));
        vm.assertEq(_silent.balanceOf(USER), type(uint96).max - amount + part, "user's tokens");
    }

    function testFuzz_chargingMoreIsBorneByThePayerAndNeverByTheMarket(uint256 amount, uint256 part) external {
        ElectricityMarket market = _markets[address(_hostile)];
        amount = bound(amount, 100, MOST);
        part = bound(part, 10, (amount * 10) / 11);
        _hostile.behave(HostileToken.Manner.Charging);
        _deposit(market, amount);
        _assertBooks(market, amount, _hostile.balanceOf(address(market)));
        _expectWrongMovement(part, part + part / 10, market);
        _assertBooks(market, amount, _hostile.balanceOf(address(market)));
    }

    /// @dev The market credits what the token reports, if that is less. If it reports nothing, the deposit reverts.
    function testFuzz_balancesReportedTooLowCreditLess(uint256 amount, uint256 lie) external {
        ElectricityMarket market = _markets[address(_lying)];
        amount = bound(amount, 1, MOST);
        lie = bound(lie, 0, amount);
        _lying.lieFromNextTransfer(-int256(lie));
        if (lie == amount) vm.expectRevert(abi.encodeWithSelector(ClearingAccounts.NothingReceived.selector));
        vm.prank(USER);
        market.deposit(USER, amount);
        _assertOwes(market, amount - lie);
    }

    /// @dev If the token reports more than arrived, the market credits at most the amount asked for.
    function testFuzz_balancesReportedTooHighCreditAtMostTheAmount(uint256 amount, uint256 lie) external {
        ElectricityMarket market = _markets[address(_lying)];
        amount = bound(amount, 1, MOST);
        _lying.lieFromNextTransfer(int256(bound(lie, 1, MOST)));
        _deposit(market, amount);
        _assertBooks(market, amount, _lying.truth(address(market)));
    }

    function testFuzz_aWrongBalanceAfterAWithdrawalRevertsIt(uint256 amount, uint256 lie) external {
        ElectricityMarket market = _markets[address(_lying)];
        amount = bound(amount, 1, MOST);
        lie = bound(lie, 1, amount);
        _deposit(market, amount);
        _lying.lieFromNextTransfer(int256(lie));
        _expectWrongMovement(amount, amount - lie, market);
        _assertBooks(market, amount, _lying.truth(address(market)));
    }

    function _expectWrongMovement(uint256 amount, uint256 moved, ElectricityMarket market) private {
        vm.prank(USER);
        vm.expectRevert(abi.encodeWithSelector(ClearingAccounts.WrongTokenMovement.selector, amount, moved));
        market.withdraw(amount, USER);
    }

    function _deposit(ElectricityMarket market, uint256 amount) private {
        vm.prank(USER);
        market.deposit(USER, amount);
    }

    function _assertBooks(ElectricityMarket market, uint256 owed, uint256 tokens) private view {
        _assertOwes(market, owed);
        vm.assertEq(tokens, owed, "market's tokens");
    }

    function _assertOwes(ElectricityMarket market, uint256 owed) private view {
        (uint256 held, uint256 fees) = market.books();
        vm.assertEq(market.accountOf(USER).free, owed, "free");
        vm.assertEq(held, owed, "held");
        vm.assertEq(fees, 0, "fees");
    }
}
