import { getAddress } from "ethers";

import schema from "../../schemas/signed-offer.schema.json" with { type: "json" };
import { recoverSigner, InvalidSignature } from "../../src/chain/signing/secp256k1.js";
import { offerIdOf, signOffer, statementDigest } from "../../src/market/typed-data.js";
import { sideWord } from "../../src/market/words.js";
import { UserError } from "../../src/model/errors.js";
import { type Offer, Side } from "../../src/model/terms.js";
import { compileSchema } from "../../src/service/json-schema.js";
import { type ActArguments, requirePossible, resolveDoubts, type Review } from "./act.js";
import { documentOf, fact, print, tableOf } from "./facts.js";
import { integerOf, readJsonFile, writeJsonFile } from "./json-file.js";
import type { Session } from "./session.js";

/** An offer that its declarer has signed off chain. */
interface SignedOffer {
  readonly id: string;
  readonly terms: Offer;
  /** 65 bytes in hex. */
  readonly signature: string;
}

type NumberField = Exclude<keyof Offer, "declarer" | "side">;

/** As schemas/signed-offer.schema.json has it. */
interface SignedOfferFile {
  readonly chainId: string;
  readonly market: string;
  readonly offer: Readonly<Record<NumberField, string | number>> & {
    readonly declarer: string;
    readonly side: "buy" | "sell";
  };
  readonly signature: string;
}

/** A signed offer as it is written to a file: the market, the terms, the signature. */
function signedOfferDocument({ record }: Session, { id, terms, signature }: SignedOffer) {
  const { chainId, market } = record;
  return { chainId, market, id, offer: { ...terms, side: sideWord(terms.side) }, signature };
}

/**
 * Reads a signed offer's file and checks it as the market would.
 *
 * @throws UserError when it is malformed, for another market, or not signed by its declarer
 */
export async function readSignedOffer(path: string, { record, reader }: Session): Promise<SignedOffer> {
  const where = `--signed ${path}`;
  const file = await readJsonFile(where, path, compileSchema<SignedOfferFile>(schema));
  if (file.chainId !== record.chainId) throw new UserError(`${where}: is not for this chain, ${record.chainId}`);
  if (getAddress(file.market.toLowerCase()) !== record.market) {
    throw new UserError(`${where}: is not for this market, ${record.market}`);
  }
  const terms = termsIn(`${where}: offer`, file.offer);
  const { signature } = file;
  const signer = signerOf(where, statementDigest(reader.domain, { kind: "offer", offer: terms }), signature);
  if (signer !== terms.declarer) {
    throw new UserError(
      `${where}: was signed by ${signer}, not by its declarer ${terms.declarer}, or was changed afterwards`,
    );
  }
  return { id: offerIdOf(terms), terms, signature };
}

function termsIn(where: string, offer: SignedOfferFile["offer"]): Offer {
  const integer = (name: NumberField, bits: number) => integerOf(`${where}.${name}`, offer[name], bits);
  return {
    declarer: getAddress(offer.declarer.toLowerCase()),
    side: offer.side === "buy" ? Side.Buy : Side.Sell,
    energyWh: integer("energyWh", 48),
    pricePerMWh: integer("pricePerMWh", 96),
    excessPricePerMWh: integer("excessPricePerMWh", 96),
    damagesPricePerMWh: integer("damagesPricePerMWh", 96),
    marginPerMWh: integer("marginPerMWh", 96),
    feePerMWh: integer("feePerMWh", 96),
    deliveryStart: integer("deliveryStart", 40),
    deliveryEnd: integer("deliveryEnd", 40),
    expiry: integer("expiry", 40),
    number: integer("number", 64),
  };
}

function signerOf(where: string, digest: string, signature: string): string {
  try {
    return recoverSigner(digest, signature);
  } catch (error) {
    if (error instanceof InvalidSignature) throw new UserError(`${where}: signature: ${error.message}`);
    throw error;
  }
}

interface OffChainArguments extends ActArguments {
  readonly out: string | undefined;
}

/**
 * Signs an offer and writes it to a file, or prints it. It costs nothing and has no effect until it is accepted.
 *
 * @throws UserError when the market would not accept the same offer declared on chain
 */
export async function signOffChain(
  session: Session,
  { dryRun, out, json, yes }: OffChainArguments,
  { offer, facts, doubts }: { readonly offer: Offer } & Required<Pick<Review, "facts" | "doubts">>,
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
  await resolveDoubts(session, { yes }, { name: "sign", facts, doubts });
  const signature = await signOffer(session.signer, session.reader.domain, offer);
  const document = signedOfferDocument(session, { id, terms: offer, signature });
  if (out !== undefined) await writeJsonFile(out, document);
  print({ json: json || out === undefined }, document, () => `Wrote the signed offer ${id} to ${out ?? ""}.\n`);
}
