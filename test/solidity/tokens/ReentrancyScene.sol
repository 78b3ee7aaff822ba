// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

import {ElectricityMarket, MarketParameters} from "../../../contracts/ElectricityMarket.sol";
import {
    Acceptance,
    Agreement,
    IElectricityMarket,
    Offer,
    Reason,
    Settlement,
    Side,
    SignedAcceptance
} from "../../../contracts/IElectricityMarket.sol";
import {AuthorityCommittee} from "../../../contracts/base/AuthorityCommittee.sol";
import {ClearingAccounts} from "../../../contracts/base/ClearingAccounts.sol";
import {UserRegistry} from "../../../contracts/base/UserRegistry.sol";
import {BankMoney} from "../../../contracts/token/BankMoney.sol";
import {deploy} from "../support/deploy.sol";
import {Eip712} from "../support/Eip712.sol";
import {IVerifiesBySignatures} from "../support/IVerifiesBySignatures.sol";
import {Roles} from "../support/Roles.sol";
import {Secp256k1} from "../support/Secp256k1.sol";
import {vm} from "../support/Vm.sol";
import {ReentrantToken} from "./ReentrantToken.sol";

/// @dev A call to the market.
/// @param time earliest time at which it succeeds; zero if it succeeds at once
struct Call {
    address actor;
    bytes data;
    uint256 time;
}

/// @notice An improved market with an open offer, an agreement that awaits verification, a signed agreement and a debt,
/// so that every function can succeed.
abstract contract ReentrancyScene is Roles {
    Call[] internal _calls;
    address internal _seller;
    address internal _buyer;
    address internal _debtor;
    Offer private _offer;
    Agreement private _awaiting;
    Agreement private _signed;
    Agreement private _owed;

    function _deployToken() internal override returns (BankMoney) {
        return BankMoney(address(new ReentrantToken()));
    }

    function _deployMarket(MarketParameters memory parameters) internal override returns (ElectricityMarket) {
        return ElectricityMarket(deploy("ImprovedMarket", abi.encode(parameters, 0)));
    }

    function setUp() external {
        (_seller, _buyer, _debtor) = (users[0], users[1], users[2]);
        _owed = _accepted(_declared(1e6), _debtor, 1e6);
        _makeDebt();
        _signed = _accepted(_declared(1e6), _buyer, 1e6);
        _awaiting = _accepted(_declared(20e6), _buyer, 7e6);
        _offer = _declared(2e6);
        MARKET.transferOwnership(users[3]);
        _listCallsOfParties();
        _listCallsOfOthers();
    }

    function _declared(uint48 energyWh) private returns (Offer memory offer) {
        uint40 start = uint40(block.timestamp) + 2 hours;
        offer = Offer(_seller, Side.Sell, energyWh, 90e6, 95e6, 9e6, 20e6, 2e6, start, start + 1800, start, energyWh);
        vm.prank(_seller);
        MARKET.declare(offer);
    }

    function _accepted(Offer memory offer, address accepter, uint48 energyWh) private returns (Agreement memory) {
        vm.prank(accepter);
        MARKET.accept(offer, energyWh);
        return Agreement(offer, accepter, energyWh, 0, MARKET.meterOf(accepter));
    }

    function _makeDebt() private {
        uint256 all = MARKET.accountOf(_debtor).free;
        vm.prank(_debtor);
        MARKET.withdraw(all, _debtor);
        vm.warp(_owed.offer.deliveryEnd);
        MARKET.settle(_owed, 1e6, _readingOf(_owed, 1e6));
        vm.prank(_debtor);
        MARKET.deposit(_debtor, 30e6);
    }

    function _listCallsOfParties() private {
        Offer memory another = _offer;
        another.number = 7;
        _list(_seller, abi.encodeCall(IElectricityMarket.declare, (another)));
        _list(_seller, abi.encodeCall(IElectricityMarket.cancel, (_offer)));
        _list(_buyer, abi.encodeCall(IElectricityMarket.accept, (_offer, 1e6)));
        _listBatchesAndSigned(another);
        _list(_buyer, abi.encodeCall(IElectricityMarket.decline, (_awaiting)));
        _list(_debtor, abi.encodeCall(IElectricityMarket.payDebt, (_owed)));
        uint256 end = _signed.offer.deliveryEnd;
        bytes memory reading = _readingOf(_signed, 2e6);
        _calls.push(Call(_seller, abi.encodeCall(IElectricityMarket.settle, (_signed, 2e6, reading)), end));
        _calls.push(Call(_buyer, abi.encodeCall(IElectricityMarket.settleUnmetered, (_signed)), end + 1 days));
    }

    /// @param unseen an offer that is unknown to the market
    function _listBatchesAndSigned(Offer memory unseen) private {
        bytes memory signature = _signature(_seller, Eip712.offer(unseen));
        Acceptance[] memory acceptances = new Acceptance[](2);
        acceptances[0] = Acceptance(_offer, 1e6);
        acceptances[1] = Acceptance(unseen, 1e6);
        SignedAcceptance[] memory signed = new SignedAcceptance[](1);
        signed[0] = SignedAcceptance(unseen, signature, 1e6);
        Settlement[] memory settlements = new Settlement[](1);
        settlements[0] = Settlement(_signed, 2e6, _readingOf(_signed, 2e6));
        _list(_seller, abi.encodeCall(IElectricityMarket.cancelSigned, (unseen)));
        _list(_seller, abi.encodeCall(IElectricityMarket.cancelUpTo, (7)));
        _list(_buyer, abi.encodeCall(IElectricityMarket.acceptSigned, (unseen, signature, 1e6)));
        _list(_buyer, abi.encodeCall(IElectricityMarket.acceptMany, (acceptances)));
        _list(_buyer, abi.encodeCall(IElectricityMarket.acceptSignedMany, (signed)));
        uint256 end = _signed.offer.deliveryEnd;
        _calls.push(Call(_seller, abi.encodeCall(IElectricityMarket.settleMany, (settlements)), end));
    }

    function _listCallsOfOthers() private {
        _listVerdicts();
        uint256 late = MARKET.agreementState(Eip712.agreement(_awaiting)).deadline + 1;
        _calls.push(Call(_outsider, abi.encodeCall(IElectricityMarket.expire, (_awaiting)), late));
        _list(_outsider, abi.encodeCall(UserRegistry.register, (Secp256k1.publicKey(_keys[_outsider]))));
        _list(users[3], abi.encodeCall(Ownable2Step.acceptOwnership, ()));
        _list(address(this), abi.encodeCall(UserRegistry.setDefaultCaps, (1, 2)));
        _list(address(this), abi.encodeCall(UserRegistry.setCaps, (_buyer, 1, 2)));
        _list(address(this), abi.encodeCall(UserRegistry.setMeter, (_buyer, _outsider)));
        _list(address(this), abi.encodeCall(ClearingAccounts.setFee, (3)));
        _list(address(this), abi.encodeCall(ElectricityMarket.pause, ()));
        _list(address(this), abi.encodeCall(AuthorityCommittee.addAuthority, (_outsider)));
        _list(address(this), abi.encodeCall(AuthorityCommittee.removeAuthority, (MARKET.authorities()[0])));
        _list(address(this), abi.encodeCall(Ownable2Step.transferOwnership, (_outsider)));
        _list(address(this), abi.encodeCall(Ownable.renounceOwnership, ()));
    }

    function _listVerdicts() private {
        bytes32 id = Eip712.agreement(_awaiting);
        bytes32 approval = Eip712.approval(id, MARKET.committeeEpoch());
        bytes32 refusal = Eip712.refusal(id, Reason.KeyRefused, MARKET.committeeEpoch());
        bytes memory declarer = _signature(_seller, id);
        bytes memory accepter = _signature(_buyer, id);
        bytes[] memory approvals = _verdicts(approval, MARKET.quorum());
        bytes[] memory refusals = _verdicts(refusal, MARKET.blockingMinority());
        _list(_outsider, abi.encodeCall(IVerifiesBySignatures.verify, (_awaiting, declarer, accepter, approvals)));
        _list(_outsider, abi.encodeCall(IVerifiesBySignatures.refuse, (_awaiting, Reason.KeyRefused, refusals)));
    }

    function _list(address actor, bytes memory data) private {
        _calls.push(Call(actor, data, 0));
    }

    function _readingOf(Agreement memory agreement, uint48 usedWh) private view returns (bytes memory) {
        return _signature(agreement.meter, Eip712.reading(Eip712.agreement(agreement), usedWh));
    }

    function _depositOf(address user) internal pure returns (Call memory) {
        return Call(user, abi.encodeCall(ClearingAccounts.deposit, (user, 11e6)), 0);
    }

    function _withdrawalOf(address user) internal pure returns (Call memory) {
        return Call(user, abi.encodeCall(ClearingAccounts.withdraw, (13e6, user)), 0);
    }

    function _feeCollection() internal view returns (Call memory) {
        return Call(address(this), abi.encodeCall(ClearingAccounts.collectFees, (_outsider)), 0);
    }

    function _succeed(Call memory call) internal {
        vm.prank(call.actor);
        (bool success, ) = address(MARKET).call(call.data);
        vm.assertTrue(success, "on its own");
    }

    /// @dev The token will make the call during its next transfer.
    function _arm(Call memory call) internal {
        ReentrantToken(address(TOKEN)).arm(call.actor, address(MARKET), call.data);
    }

    function _nestedSucceeded() internal view returns (bool) {
        return ReentrantToken(address(TOKEN)).succeeded();
    }

    function _answerOfNested() internal view returns (bytes memory) {
        return ReentrantToken(address(TOKEN)).answer();
    }

    /// @dev Hash of all state that these calls can change.
    function _digest() internal view returns (bytes32 digest) {
        (uint256 held, uint256 fees) = MARKET.books();
        (uint256 capTrades, uint256 capWh) = MARKET.defaultCaps();
        digest = keccak256(abi.encode(held, fees, capTrades, capWh, MARKET.feePerMWh(), MARKET.paused()));
        digest = keccak256(abi.encode(digest, MARKET.owner(), MARKET.pendingOwner(), MARKET.authorities()));
        for (uint256 i = 0; i < 4; ++i) digest = keccak256(abi.encode(digest, _digestOf(i < 3 ? users[i] : _outsider)));
        Agreement memory fresh = Agreement(_offer, _buyer, 1e6, 0, MARKET.meterOf(_buyer));
        Offer memory another = _offer;
        another.number = 7;
        Agreement memory begun = Agreement(another, _buyer, 1e6, 0, MARKET.meterOf(_buyer));
        Agreement[5] memory agreements = [_awaiting, _signed, _owed, fresh, begun];
        for (uint256 i = 0; i < 5; ++i) {
            bytes32 id = Eip712.agreement(agreements[i]);
            bytes32 offerId = Eip712.offer(agreements[i].offer);
            digest = keccak256(
                abi.encode(digest, MARKET.agreementState(id), MARKET.debtOf(id), MARKET.offerState(offerId))
            );
        }
        digest = keccak256(abi.encode(digest, MARKET.lowestNumberOf(_seller)));
        vm.assertEq(TOKEN.balanceOf(address(MARKET)), held, "market's tokens");
    }

    function _digestOf(address user) private view returns (bytes32) {
        uint256 tokens = TOKEN.balanceOf(user);
        return keccak256(abi.encode(MARKET.accountOf(user), MARKET.keyHashOf(user), MARKET.meterOf(user), tokens));
    }
}
