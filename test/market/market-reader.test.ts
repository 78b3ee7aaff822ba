import { expect } from "chai";
import { AbiCoder, getAddress, id, toBeHex } from "ethers";

import { MarketReader } from "../../src/market/market-reader.js";
import { NodeUnavailable, type Provider } from "../../src/chain/rpc/node-client.js";
import { costDown } from "../../src/model/settlement.js";
import { ENERGY_WH, MARGIN, signedAgreement } from "../support/agreements.js";
import { freshChain, GENESIS, START_BALANCE } from "../support/market.js";
import { setScene, type Scene } from "../support/scene.js";

describe("MarketReader", () => {
  let scene: Scene;
  let node: Provider;
  let reader: MarketReader;
  before(async () => {
    const chain = await freshChain();
    scene = await setScene(chain, "improved");
    node = { request: ({ method, params = [] }) => chain.ethers.provider.send(method, params) };
    reader = new MarketReader(node, await recordOf());
  });

  async function recordOf() {
    const [market, token] = [await scene.market.getAddress(), await scene.chain.token.getAddress()];
    return { kind: "improved", chainId: "31337", market, token, block: 0 } as const;
  }

  it("reads a block by its number, and refuses one that is not there", async () => {
    const genesis = await reader.block(0n);
    expect(genesis).to.include({ number: 0n, timestamp: GENESIS });
    expect((await reader.block(1n)).parentHash).to.equal(genesis.hash);
    expect(await reader.block(10n ** 6n).catch((error: unknown) => error)).to.be.instanceOf(NodeUnavailable);
  });

  it("tells what the market said at a block, too", async () => {
    const { number } = await reader.block();
    await signedAgreement(scene);
    const buyer = scene.buyer.address;
    expect((await reader.accountOf(buyer, number)).free).to.equal(START_BALANCE);
    expect(await reader.accountOf(buyer)).to.include({ free: START_BALANCE - MARGIN, usedEnergyWh: ENERGY_WH });
    expect(await reader.coefficient(buyer, 1n)).to.equal(0n);
    expect(await reader.coefficient(buyer, 10_000_000n)).to.equal(10n ** 18n);
  });

  it("tells the committee, the windows and the books", async () => {
    const { authorities, operator } = scene.chain;
    expect(await reader.authorities()).to.deep.equal(authorities.map(({ address }) => address));
    expect([await reader.quorum(), await reader.blockingMinority(), await reader.committeeEpoch()]).to.deep.equal([
      5n,
      3n,
      7n,
    ]);
    expect([await reader.operator(), await reader.bank()]).to.deep.equal([operator.address, operator.address]);
    expect([await reader.verificationWindow(), await reader.readingWindow()]).to.deep.equal([86_400n, 2_592_000n]);
    const { held, fees } = await reader.books();
    expect(await reader.tokenBalanceOf(reader.record.market)).to.equal(held);
    expect(fees % costDown(ENERGY_WH, await reader.feePerMWh())).to.equal(0n);
  });

  it("has permits signed for the record's token, whatever a token says of itself", async () => {
    const honest = await reader.tokenDomain();
    expect(honest).to.include({ name: "Wattlane Euro", version: "1", verifyingContract: reader.record.token });
    const other = getAddress(toBeHex(7n, 20));
    const lie = AbiCoder.defaultAbiCoder().encode(
      ["bytes1", "string", "string", "uint256", "address", "bytes32", "uint256[]"],
      ["0x0f", "Wattlane Euro", "1", 1n, other, `0x${"00".repeat(32)}`, []],
    );
    const asked = id("eip712Domain()").slice(0, 10);
    const lying: Provider = {
      request: (call) => {
        const [question] = (call.params ?? []) as [{ data?: string }];
        return question.data === asked ? Promise.resolve(lie) : node.request(call);
      },
    };
    expect(await new MarketReader(lying, reader.record).tokenDomain()).to.deep.equal(honest);
  });

  it("refuses an answer that is none", async () => {
    const empty: Provider = { request: () => Promise.resolve("0x") };
    const failure: unknown = await new MarketReader(empty, reader.record).feePerMWh().catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
  });
});
