import { offerIdOf, signOffer } from "../../chain/typed-data.js";
import type { Offer } from "../../model/terms.js";
import { requirePossible, type ActArguments } from "./act.js";
import { documentOf, fact, tableOf, type Fact } from "./facts.js";
import { writeJsonFile } from "./json-file.js";
import { print } from "./print.js";
import type { Session } from "./session.js";
import { signedOfferDocument } from "./signed-offer.js";

interface OffChainArguments extends ActArguments {
  readonly out: string | undefined;
}

/**
 * Signs an offer and writes it to a file, or prints it: it costs nothing, and binds nobody until somebody accepts it.
 *
 * @throws UserError when the market would not take it if it were declared
 */
export async function signOffChain(
  session: Session,
  { dryRun, out, json }: OffChainArguments,
  { offer, facts }: { readonly offer: Offer; readonly facts: readonly Fact[] },
): Promise<void> {
  await requirePossible(session, ["declare", [offer]]);
  const id = offerIdOf(offer);
  if (dryRun) {
    const all = [
      fact("act", "act", "sign an offer"),
      fact("dryRun", "dry run", true),
      fact("offer", "offer", id),
      ...facts,
    ];
    print(session, documentOf(all), () => `${tableOf("Would sign", all.slice(2))}\nNothing was signed.\n`);
    return;
  }
  const signature = await signOffer(session.signer, session.reader.domain, offer);
  const document = signedOfferDocument(session, { id, terms: offer, signature });
  if (out !== undefined) await writeJsonFile(out, document);
  print({ json: json || out === undefined }, document, () => `The signed offer ${id} is in ${out ?? ""}.\n`);
}
