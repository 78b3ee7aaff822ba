// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ElectricityMarket, MarketParameters} from "../../../contracts/ElectricityMarket.sol";
import {AgreementStatus} from "../../../contracts/IElectricityMarket.sol";
import {BankMoney} from "../../../contracts/token/BankMoney.sol";
import {Eip712} from "../support/Eip712.sol";
import {Secp256k1} from "../support/Secp256k1.sol";
import {deploy} from "../support/deploy.sol";
import {vm} from "../support/Vm.sol";
import {Deal, Ledger} from "./Ledger.sol";

/// @notice Users, meters and authorities with keys of their own, and the market they act on. The handler itself is the
/// operator and the bank.
abstract contract Roles is Ledger {
    uint256 internal constant USERS = 5;
    uint256 internal constant START_BALANCE = 400e6;
    /// @dev In the committee at first; as many more stand by.
    uint256 internal constant SEATS = 4;

    mapping(address account => uint256) internal _keys;
    /// @dev In ascending order, as the market wants their signatures.
    address[] internal _authorities;
    address[] internal _meters;
    address internal _outsider;

    constructor() {
        vm.warp(1_767_225_600);
        _outsider = _account(99);
        for (uint256 i = 0; i < USERS; ++i) users.push(_account(100 + i));
        for (uint256 i = 0; i < 2 * USERS; ++i) _meters.push(_account(200 + i));
        for (uint256 i = 0; i < 2 * SEATS; ++i) _insertAuthority(_account(300 + i));

        address[] memory committee = new address[](SEATS);
        for (uint256 i = 0; i < SEATS; ++i) committee[i] = _authorities[2 * i];
        TOKEN = BankMoney(deploy("BankMoney", abi.encode(address(this), "Money", "M")));
        MARKET = _deployMarket(MarketParameters(address(this), TOKEN, 3, 6e6, 2e6, 1 hours, 1 days, committee));
        for (uint256 i = 0; i < USERS; ++i) _enrol(users[i], _meters[i]);
    }

    function _deployMarket(MarketParameters memory parameters) internal virtual returns (ElectricityMarket);

    function _account(uint256 key) private returns (address account) {
        account = vm.addr(key);
        _keys[account] = key;
    }

    function _insertAuthority(address authority) private {
        _authorities.push(authority);
        for (uint256 i = _authorities.length - 1; i > 0 && _authorities[i - 1] > authority; --i) {
            (_authorities[i - 1], _authorities[i]) = (authority, _authorities[i - 1]);
        }
    }

    function _enrol(address user, address meter) private {
        bytes memory publicKey = Secp256k1.publicKey(_keys[user]);
        vm.prank(user);
        MARKET.register(publicKey);
        MARKET.setMeter(user, meter);
        TOKEN.mint(user, 2 * START_BALANCE);
        vm.prank(user);
        TOKEN.approve(address(MARKET), type(uint256).max);
        vm.prank(user);
        MARKET.deposit(user, START_BALANCE);
        _standings[user].free = START_BALANCE;
    }

    /// @dev Once in sixteen times somebody who is not a user.
    function _anybody(uint256 seed) internal view returns (address) {
        return seed % 16 == 15 ? _outsider : users[(seed / 16) % USERS];
    }

    /// @dev Mostly not that user.
    function _anybodyBut(address user, uint256 seed) internal view returns (address other) {
        other = _anybody(seed);
        if (other == user && seed % 8 != 0) other = users[(seed / 16 + 1) % USERS];
    }

    /// @dev Mostly the newest of that status, if there is any; else just any.
    function _pickDeal(uint256 seed, AgreementStatus status) internal view returns (Deal storage deal) {
        deal = _deals[seed % _deals.length];
        if (seed % 5 == 0) return deal;
        for (uint256 i = _deals.length; i > 0 && deal.status != status; --i) deal = _deals[i - 1];
    }

    /// @dev A signature in the domain of the market.
    function _signature(address signer, bytes32 structHash) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_keys[signer], Eip712.digest(address(MARKET), structHash));
        return abi.encodePacked(r, s, v);
    }

    function _isAuthority(address account) internal view returns (bool) {
        try MARKET.seatOf(account) {
            return true;
        } catch {
            return false;
        }
    }
}
