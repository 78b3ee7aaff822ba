import { createInterface } from "node:readline";

import { JsonRpcProvider, HDNodeWallet, Mnemonic, Wallet } from "ethers";

import { startHardhat } from "./hardhat.js";

/** A `hardhat node` in a process of its own. */
export interface LocalNode {
  readonly url: string;
  readonly provider: JsonRpcProvider;
  /** The node's own account of this number, with its key. */
  account(index: number): Wallet;
  stop(): Promise<void>;
}

/** Starts a node on a free port of the loopback interface; it is ready when it says where it listens. */
export async function startNode(): Promise<LocalNode> {
  const node = startHardhat({}, "node", "--hostname", "127.0.0.1", "--port", "0");
  const exited = new Promise<void>((resolve) =>
    node.once("exit", () => {
      resolve();
    }),
  );
  const lines = createInterface({ input: node.stdout });
  const url = await new Promise<string>((resolve, reject) => {
    lines.on("line", (line) => {
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    void exited.then(() => {
      reject(new Error("the node ended before it listened"));
    });
  });
  const provider = new JsonRpcProvider(url, undefined, { cacheTimeout: -1, pollingInterval: 20, staticNetwork: true });
  return {
    url,
    provider,
    account: (index) => new Wallet(keyOf(index), provider),
    async stop() {
      provider.destroy();
      node.kill();
      await exited;
    },
  };
}

/** Hardhat's and Foundry's nodes derive their accounts from this phrase, so its keys are everybody's. */
const PHRASE = Mnemonic.fromPhrase("test test test test test test test test test test test junk");

/** The key of the account of this number. */
export function keyOf(index: number): string {
  return HDNodeWallet.fromMnemonic(PHRASE, `m/44'/60'/0'/0/${index}`).privateKey;
}
