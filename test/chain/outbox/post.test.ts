import { expect } from "chai";

import { rejectionOf, type Rejection } from "../../../src/chain/outbox/post.js";
import { NodeUnavailable, RpcError } from "../../../src/chain/rpc/node-client.js";

describe("why a node did not take a transaction", () => {
  const words: readonly (readonly [string, Rejection])[] = [
    ["transaction already imported", "known"],
    ["already known", "known"],
    ["Known transaction", "known"],
    ["nonce too low", "used"],
    ["nonce too low: next nonce 5, tx nonce 4", "used"],
    ["Nonce too low. Expected nonce to be 4 but got 3.", "used"],
    ["replacement transaction underpriced", "occupied"],
    ["Replacement transaction underpriced. A gasPrice/maxFeePerGas of at least 2 is necessary.", "occupied"],
    ["Nonce too high. Expected nonce to be 1 but got 2.", "ahead"],
    ["max fee per gas less than block base fee", "cheap"],
    ["transaction underpriced", "cheap"],
    ["Insufficient funds for gas * price + value", "poor"],
    ["Upfront cost exceeds account balance", "poor"],
    ["Sender doesn't have enough funds to send tx.", "poor"],
    ["txpool is full", "busy"],
    ["intrinsic gas too low", "rejected"],
    ["exceeds block gas limit", "rejected"],
  ];
  for (const [message, rejection] of words) {
    it(`is "${rejection}" by the words "${message}"`, () => {
      expect(rejectionOf(new RpcError(-32_000, message, undefined))).to.equal(rejection);
    });
  }

  it("is not known when the error is not the node's answer", () => {
    expect(rejectionOf(new NodeUnavailable("nonce too low"))).to.equal(undefined);
    expect(rejectionOf(new TypeError("nonce too low"))).to.equal(undefined);
  });
});
