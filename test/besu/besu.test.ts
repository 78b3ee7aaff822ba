import { readFileSync } from "node:fs";

import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import { computeAddress, getAddress } from "ethers";

import {
  BankMoney__factory,
  ImprovedMarket__factory,
  TraditionalMarket__factory,
} from "../../typechain-types/index.js";
import { extraDataOf, forkAtGenesis, GENESIS_SCHEMA, validatorsOf, type Genesis } from "./genesis.js";
import { forkOf, FORKS, opcodesOf } from "./opcodes.js";

/** Gas of a transaction: EIP-7825. */
const TRANSACTION_GAS_CAP = 16_777_216;
/** Bytes of deployed code: EIP-170. */
const CODE_CAP = 24_576;
/** Bytes of creation code: EIP-3860. */
const CREATION_CODE_CAP = 49_152;

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
const genesis = JSON.parse(read("docs/besu/genesis.json")) as Genesis;
const validators = JSON.parse(read("docs/besu/validators.json")) as string[];
const staticNodes = JSON.parse(read("docs/besu/static-nodes.json")) as string[];

/** The contracts that are deployed: their deployed and creation code. */
const contracts = [
  ["BankMoney", "token", BankMoney__factory.bytecode],
  ["ImprovedMarket", "", ImprovedMarket__factory.bytecode],
  ["TraditionalMarket", "", TraditionalMarket__factory.bytecode],
].map(([name, folder, creation]) => {
  const file = `artifacts/contracts/${folder === "" ? "" : `${folder}/`}${name}.sol/${name}.json`;
  const { deployedBytecode } = JSON.parse(read(file)) as { deployedBytecode: string };
  return { name: name!, creation: creation!, deployed: deployedBytecode };
});

const bytes = (hex: string) => (hex.length - 2) / 2;

describe("The genesis file for Besu", () => {
  it("matches the schema of a QBFT genesis file", () => {
    const validate = new Ajv2020({ allErrors: true }).compile(GENESIS_SCHEMA);
    expect(validate(genesis), JSON.stringify(validate.errors)).to.equal(true);
    const misspelt = { ...genesis, config: { ...genesis.config, cancuntime: 0 } };
    expect(validate(misspelt)).to.equal(false);
  });

  it("lists the four validators in ascending order in its extra data", () => {
    expect(validators).to.have.lengthOf(4);
    expect(validatorsOf(genesis.extraData)).to.deep.equal(validators);
    expect(validators).to.deep.equal([...validators].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)));
    expect(new Set(validators)).to.have.lengthOf(4);
  });

  it("encodes extra data like the example in Besu's documentation", () => {
    const documented = [
      "0x4592c8e45706cc08b8f44b11e43cba0cfc5892cb",
      "0x06e23768a0f59cf365e18c2e0c89e151bcdedc70",
      "0xc5327f96ee02d7bcbc1bf1236b8c15148971e1de",
      "0xab5e7f4061c605820d3744227eed91ff8e2c8908",
    ];
    expect(extraDataOf(documented)).to.equal(
      `0xf87aa0${"00".repeat(32)}f854${documented.map((address) => `94${address.slice(2)}`).join("")}c080c0`,
    );
    expect(extraDataOf(validators)).to.equal(genesis.extraData);
    expect(() => validatorsOf(extraDataOf(validators).replace(/c080c0$/, "c001c0"))).to.throw("not the extra data");
  });

  it("lets each validator find and admit the other three: the nodes' keys have the validators' addresses", () => {
    const keys = staticNodes.map((enode) => /^enode:\/\/([0-9a-f]{128})@[\d.]+:30303$/.exec(enode)?.[1]);
    expect(keys.map((key) => computeAddress(`0x04${key}`))).to.deep.equal(validators);
    const [, allowed] = /^nodes-allowlist=(\[[^\]]*\])$/m.exec(read("docs/besu/permissions.toml"))!;
    expect(JSON.parse(allowed!)).to.deep.equal(staticNodes);
  });

  it("makes gas free, and gives the operator ether for wallets that offer a tip", () => {
    expect(genesis.config.zeroBaseFee).to.equal(true);
    expect(read("docs/besu/node.toml")).to.match(/^min-gas-price=0$/m);
    const [[operator, { balance }]] = Object.entries(genesis.alloc) as [[string, { balance: string }]];
    expect(getAddress(`0x${operator}`)).to.match(/^0x/);
    expect(BigInt(balance)).to.equal(10n ** 27n);
  });

  for (const { name, creation, deployed } of contracts) {
    it(`has every opcode of ${name} from the first block`, () => {
      const needed = forkOf([...opcodesOf(creation), ...opcodesOf(deployed)]);
      expect(FORKS.indexOf(forkAtGenesis(genesis))).to.be.at.least(FORKS.indexOf(needed));
    });

    it(`allows the size of ${name}`, () => {
      expect(bytes(deployed)).to.be.at.most(genesis.config.contractSizeLimit ?? CODE_CAP);
      expect(bytes(creation)).to.be.at.most(CREATION_CODE_CAP);
    });
  }

  it("would fail with the rules of Shanghai: the markets use opcodes of Cancun", () => {
    const names = new Set([...opcodesOf(contracts[1]!.deployed)].map((opcode) => opcode.name));
    expect([...names]).to.include.members(["PUSH0", "MCOPY", "TLOAD", "TSTORE"]);
    const { chainId, qbft, londonBlock, shanghaiTime } = genesis.config as Required<Genesis["config"]>;
    const older = forkAtGenesis({ ...genesis, config: { chainId, qbft, londonBlock, shanghaiTime } });
    expect(older).to.equal("shanghai");
    expect(FORKS.indexOf(older)).to.be.below(FORKS.indexOf(forkOf(opcodesOf(contracts[1]!.deployed))));
  });

  it("has blocks that hold the largest transaction, which is also below the cap of EIP-7825", () => {
    const figures = Object.values(JSON.parse(read("gas.json")) as Record<string, Record<string, number>>);
    const largest = Math.max(
      ...figures.flatMap((group) => Object.entries(group)).map(([step, gas]) => wholeOf(step, gas)),
    );
    expect(largest).to.be.above(5_000_000);
    expect(largest * BEFORE_REFUNDS).to.be.at.most(Number(genesis.gasLimit));
    expect(largest * BEFORE_REFUNDS).to.be.at.most(TRANSACTION_GAS_CAP);
  });
});

/** Gas of the whole transaction that a step belongs to: its own, or its batch's. */
function wholeOf(step: string, gas: number): number {
  const [, batch] = /\beach of (\d+)\b/.exec(step) ?? [];
  return gas * Number(batch ?? 1);
}

/** Refunds return at most a fifth of the gas used (EIP-3529); the limit must hold what was used before them. */
const BEFORE_REFUNDS = 5 / 4;

describe("Reading opcodes", () => {
  it("does not read the operand of a PUSH as code", () => {
    const names = [...opcodesOf("0x605c5f5ffd")].map(({ name }) => name);
    expect(names).to.deep.equal(["PUSH1", "PUSH0", "REVERT"]);
  });

  it("throws at a byte that is not an opcode up to Cancun", () => {
    expect(() => opcodesOf("0x5f1e")).to.throw("0x1e at 1 is not an opcode");
  });

  it("ignores solc's metadata", () => {
    expect([...opcodesOf("0x5ffda1010002")].map(({ name }) => name)).to.deep.equal(["PUSH0", "REVERT"]);
  });
});
