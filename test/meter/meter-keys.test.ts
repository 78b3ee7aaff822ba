import { expect } from "chai";

import { seededWallet } from "../support/keys.js";
import { readMeterKeys } from "../../src/meter/meter-keys.js";
import { UserError } from "../../src/model/errors.js";

describe("meters' keys", () => {
  const [one, two] = [seededWallet(1, "one"), seededWallet(1, "two")];
  const read = (text: string) => readMeterKeys(text, "KEYS");

  it("come by name, with commas or line ends between, and tell what must not be printed", () => {
    const { meters, secrets } = read(` house 1 = ${one.privateKey},\na=b=${two.privateKey}\n`);
    expect(meters.map(({ name, address }) => [name, address])).to.deep.equal([
      ["house 1", one.address],
      ["a=b", two.address],
    ]);
    expect(secrets).to.deep.equal([one.privateKey, two.privateKey]);
  });

  it("are several of one meter while its key is exchanged", () => {
    const { meters } = read(`a=${one.privateKey},a=${two.privateKey}`);
    expect(meters.map(({ name, address }) => [name, address])).to.deep.equal([
      ["a", one.address],
      ["a", two.address],
    ]);
  });

  const wrong: readonly (readonly [string, string])[] = [
    ["", "KEYS: is empty; it should be name=0xkey, with commas between"],
    [one.privateKey, "KEYS: entry 1: is not name=0xkey"],
    [`=${one.privateKey}`, "KEYS: entry 1: is not name=0xkey"],
    [`a=${one.privateKey},b=0x12`, "KEYS: entry 2: meter b: is not a private key of 32 bytes in hex"],
    [`a=${one.privateKey},a=${one.privateKey}`, "KEYS: meter a has one key twice"],
    [`a=${one.privateKey},b=${one.privateKey}`, "KEYS: a and b have the same key"],
  ];
  for (const [text, problem] of wrong) {
    it(`are refused without being told: ${problem}`, () => {
      expect(() => read(text)).to.throw(UserError, problem);
      expect(() => read(text)).not.to.throw(one.privateKey.slice(2));
    });
  }
});
