// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ElectricityMarket, MarketParameters} from "../../../contracts/ElectricityMarket.sol";
import {BankMoney} from "../../../contracts/token/BankMoney.sol";
import {deploy} from "./deploy.sol";
import {Eip712} from "./Eip712.sol";
import {Secp256k1} from "./Secp256k1.sol";
import {vm} from "./Vm.sol";

/// @notice Users, meters and authorities with their keys, and the market they act on. The contract itself is the
/// operator and the bank.
abstract contract Roles {
    uint256 internal constant USERS = 5;
    uint256 internal constant START_BALANCE = 400e6;
    /// @dev Initial size of the committee. The same number of further authorities is outside it.
    uint256 internal constant SEATS = 4;

    ElectricityMarket public immutable MARKET;
    BankMoney public immutable TOKEN;
    address[] public users;
    mapping(address account => uint256) internal _keys;
    /// @dev In ascending order, as the market requires for their signatures.
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
        TOKEN = _deployToken();
        MARKET = _deployMarket(MarketParameters(address(this), TOKEN, 3, 6e6, 2e6, 1 hours, 1 days, committee));
        for (uint256 i = 0; i < USERS; ++i) _enrol(users[i], _meters[i]);
    }

    /// @dev Any token with the functions of BankMoney that these tests use.
    function _deployToken() internal virtual returns (BankMoney) {
        return BankMoney(deploy("BankMoney", abi.encode(address(this), "Money", "M")));
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
    }

    /// @dev Signature of a struct hash in the domain of the market.
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

    /// @dev Signatures of the first `count` members of the committee.
    function _verdicts(bytes32 verdict, uint256 count) internal view returns (bytes[] memory list) {
        list = new bytes[](count);
        uint256 signed = 0;
        for (uint256 i = 0; signed < count; ++i) {
            if (_isAuthority(_authorities[i])) list[signed++] = _signature(_authorities[i], verdict);
        }
    }
}
