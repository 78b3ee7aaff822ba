import { getAddress, HDNodeWallet, Mnemonic } from "ethers";

/** Chain id of local nodes: Hardhat's and Foundry's. */
export const LOCAL_CHAIN = 31_337n;

const PHRASE = "test test test test test test test test test test test junk";
const ACCOUNTS = 20;

/** The addresses in a text that belong to local test nodes, whose keys everybody has. */
export function testAccountsIn(text: string): string[] {
  const found = new Set(
    text.match(/0x[0-9a-f]{40}(?![0-9a-f])/gi)?.map((address) => getAddress(address.toLowerCase())),
  );
  const accounts = HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(PHRASE), "m/44'/60'/0'/0");
  return Array.from({ length: ACCOUNTS }, (_, index) => accounts.deriveChild(index).address).filter((address) =>
    found.has(address),
  );
}
