import { expect } from "chai";

import { rejectionOf, type Rejection } from "../../../src/chain/outbox/rejection.js";
import { NodeUnavailable, RpcError } from "../../../src/chain/rpc/node-client.js";

/** What makes of node say, as their sources have it. */
const WORDS: Readonly<Record<string, readonly (readonly [message: string, rejection: Rejection])[]>> = {
  Geth: [
    ["already known", "known"],
    ["nonce too low", "used"],
    ["nonce too low: next nonce 5, tx nonce 4", "used"],
    ["replacement transaction underpriced", "occupied"],
    ["future transaction tries to replace pending", "occupied"],
    ["nonce too high", "ahead"],
    ["transaction underpriced", "cheap"],
    ["transaction underpriced: gas tip cap 0, minimum needed 1", "cheap"],
    ["max fee per gas less than block base fee: address 0x1, maxFeePerGas: 1, baseFee: 7", "cheap"],
    ["insufficient funds for gas * price + value: balance 0, tx cost 9, overshot 9", "poor"],
    ["insufficient funds for transfer", "poor"],
    ["txpool is full", "busy"],
    ["intrinsic gas too low", "rejected"],
    ["intrinsic gas too low: gas 100, minimum needed 21000", "rejected"],
    ["exceeds block gas limit", "rejected"],
    ["invalid sender", "rejected"],
    ["only replay-protected (EIP-155) transactions allowed over RPC", "rejected"],
    ["oversized data: transaction size 1, limit 1", "rejected"],
  ],
  Besu: [
    ["Known transaction", "known"],
    ["Nonce too low", "used"],
    ["Transaction nonce 3 below sender account nonce 4", "used"],
    ["Replacement transaction underpriced", "occupied"],
    ["Nonce too high", "ahead"],
    ["Transaction nonce is too distant from current sender nonce", "ahead"],
    ["An invalid transaction with a lower nonce exists", "ahead"],
    ["Gas price below configured minimum gas price", "cheap"],
    ["Gas price below current base fee", "cheap"],
    ["Upfront cost exceeds account balance", "poor"],
    ["transaction up-front cost 0x9 exceeds transaction sender account balance 0x0", "poor"],
    ["Initial sync is still in progress", "busy"],
    ["Intrinsic gas exceeds gas limit", "rejected"],
    ["Transaction gas limit exceeds block gas limit", "rejected"],
    ["Sender account not authorized to send transactions", "rejected"],
    ["Invalid signature", "rejected"],
  ],
  Nethermind: [
    ["AlreadyKnown", "known"],
    ["OldNonce, Current nonce: 9, nonce of rejected tx: 8.", "used"],
    ["ReplacementNotAllowed", "occupied"],
    ["FeeTooLowToCompete", "occupied"],
    ["NonceGap, Future nonce. Expected nonce: 1", "ahead"],
    ["NonceTooFarInFuture", "ahead"],
    ["FeeTooLow, MaxFeePerGas too low. MaxFeePerGas: 1, BaseFee: 7", "cheap"],
    ["InsufficientFunds, Account balance: 0, cumulative cost: 9", "poor"],
    ["GasLimitExceeded, Gas limit: 30000000, gas limit of rejected tx: 40000000", "rejected"],
    ["FailedToResolveSender", "rejected"],
    ["SenderIsContract", "rejected"],
  ],
  Erigon: [
    ["INTERNAL_ERROR: existing tx with same hash", "known"],
    ["already known", "known"],
    ["INTERNAL_ERROR: nonce too low", "used"],
    ["INTERNAL_ERROR: could not replace existing tx", "occupied"],
    ["INTERNAL_ERROR: underpriced", "cheap"],
    ["INTERNAL_ERROR: fee too low", "cheap"],
    ["INTERNAL_ERROR: insufficient funds", "poor"],
    ["INTERNAL_ERROR: pending sub-pool is full", "busy"],
    ["INTERNAL_ERROR: baseFee sub-pool is full", "busy"],
    ["INTERNAL_ERROR: spammer", "busy"],
    ["INTERNAL_ERROR: intrinsic gas too low", "rejected"],
  ],
  Reth: [
    ["already known", "known"],
    ["nonce too low: next nonce 5, tx nonce 4", "used"],
    ["replacement transaction underpriced", "occupied"],
    ["insufficient gas price to replace existing transaction", "occupied"],
    ["nonce too high: next nonce 5, tx nonce 7", "ahead"],
    ["transaction underpriced", "cheap"],
    ["max fee per gas less than block base fee", "cheap"],
    ["insufficient funds for gas * price + value: have 0 want 9", "poor"],
    ["txpool is full", "busy"],
    ["exceeds block gas limit", "rejected"],
    ["address already reserved", "rejected"],
  ],
  EthereumJS: [
    ["0x12: this transaction is already in the TxPool", "known"],
    ["0xab tries to send a tx with nonce 3, but account has nonce 4 (tx nonce too low)", "used"],
    ["replacement gas too low, got tip 1, min: 2, got fee 1, min: 2", "occupied"],
    ["Tx does not pay the minimum gas price of 100000000", "cheap"],
    ["Tx cannot pay basefee of 7, have 1 (not within 50% range of current basefee)", "cheap"],
    ["0xab does not have enough balance to cover transaction costs, need 9, but have 0", "poor"],
    ["Cannot add tx: pool is full", "busy"],
    ["Cannot add tx for 0xab: already have max amount of txs for this account", "busy"],
    ["Tx gaslimit of 9 exceeds block gas limit of 8 (exceeds last block gas limit)", "rejected"],
  ],
  Hardhat: [
    ["Known transaction: 0x12", "known"],
    ["Nonce too low. Expected nonce to be 4 but got 3.", "used"],
    ["Replacement transaction underpriced. A gasPrice/maxFeePerGas of at least 2 is necessary.", "occupied"],
    ["Nonce too high. Expected nonce to be 1 but got 2. Note that transactions can't be queued", "ahead"],
    ["Transaction maxFeePerGas (1) is too low for the next block, which has a baseFeePerGas of 7", "cheap"],
    ["Sender doesn't have enough funds to send tx. The max upfront cost is: 9 and the balance is: 0.", "poor"],
    ["Transaction requires at least 21000 gas but got 100", "rejected"],
    ["Transaction gas limit is 40000000 and exceeds block gas limit of 30000000", "rejected"],
  ],
  anvil: [
    ["transaction already imported", "known"],
    ["nonce too low", "used"],
    ["replacement transaction underpriced", "occupied"],
    ["nonce too high", "ahead"],
    ["max fee per gas less than block base fee", "cheap"],
    ["Insufficient funds for gas * price + value", "poor"],
    ["intrinsic gas too low", "rejected"],
    ["intrinsic gas too high", "rejected"],
  ],
};

describe("why a node did not take a transaction", () => {
  for (const [make, words] of Object.entries(WORDS)) {
    for (const [message, rejection] of words) {
      it(`is "${rejection}" by ${make}'s words "${message}"`, () => {
        expect(rejectionOf(new RpcError(-32_000, message, undefined))).to.equal(rejection);
      });
    }
  }

  it("is not known when the error is not the node's answer", () => {
    expect(rejectionOf(new NodeUnavailable("nonce too low"))).to.equal(undefined);
    expect(rejectionOf(new TypeError("nonce too low"))).to.equal(undefined);
  });
});
