import { recoverSigner } from "../../src/chain/signing/secp256k1.js";
import { agreementDigest } from "../../src/market/typed-data.js";
import type { Agreement } from "../../src/model/terms.js";
import type { KeyHolder } from "./participants.js";
import type { MarketBench } from "./simulated-market.js";

/** What the parties to an agreement signed for its full verification: 65 bytes in hex each. */
export interface PartySignatures {
  readonly declarer: string;
  readonly accepter: string;
  /** Whether each is of the party it is said to be of: recovered, as an authority does before it signs. */
  readonly own: boolean;
}

/** Has both parties sign an agreement, and checks that it was they. */
export function signedByParties(bench: MarketBench, agreement: Agreement): PartySignatures {
  const digest = agreementDigest(bench.domain, agreement);
  const [declarer, accepter] = [agreement.offer.declarer, agreement.accepter].map((address) => {
    const signature = holderOf(bench, address).signer.signDigest(digest);
    return { signature, own: recoverSigner(digest, signature) === address };
  }) as [Signed, Signed];
  return { declarer: declarer.signature, accepter: accepter.signature, own: declarer.own && accepter.own };
}

interface Signed {
  readonly signature: string;
  readonly own: boolean;
}

function holderOf(bench: MarketBench, address: string): KeyHolder {
  const holder = bench.users.get(address);
  if (holder === undefined) throw new Error(`${address} is not a participant`);
  return holder;
}
