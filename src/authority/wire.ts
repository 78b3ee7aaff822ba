import agreementsSchema from "../../schemas/authority-agreements.schema.json" with { type: "json" };
import signaturesSchema from "../../schemas/authority-signatures.schema.json" with { type: "json" };
import verdictsSchema from "../../schemas/authority-verdicts.schema.json" with { type: "json" };
import { compileSchema } from "../service/json-schema.js";

// What authorities, and the parties that write to them, send each other as JSON over HTTP. The shapes are checked here;
// the signers are recovered by the docket.

/** A party's signature of an agreement. Any sender may deliver it: its signer is recovered. */
export interface SignatureMessage {
  /** Id, 32 bytes in hex. */
  readonly agreement: string;
  /** EIP-712 signature of the agreement, 65 bytes in hex. */
  readonly signature: string;
}

/** An authority's verdict: approval, or refusal for a reason. */
export type VerdictWord = "approve" | "KeyRefused" | "CommitteeRefused";

/** An authority's signed verdict: of `Approval` or `Refusal`, see `src/market/typed-data.ts`. */
export interface VerdictMessage {
  readonly agreement: string;
  /** The committee's epoch for which it counts. */
  readonly epoch: number;
  readonly verdict: VerdictWord;
  readonly signature: string;
}

/** Body of `POST /signatures`: one signature, or many. */
type SignaturesBody = SignatureMessage | { readonly signatures: readonly SignatureMessage[] };

/** Body of `POST /verdicts`: an authority's verdicts, and parties' signatures that it passes on. */
export interface VerdictsBody {
  readonly verdicts: readonly VerdictMessage[];
  readonly signatures?: readonly SignatureMessage[];
}

/** What an authority knows of an agreement that awaits verification; items of the answer to `GET /agreements`. */
export interface KnownAgreement {
  readonly agreement: string;
  /** The parties' signatures received so far. */
  readonly signatures: readonly string[];
  /**
   * Of the present epoch: in the list the answering authority's own alone, for a single agreement all that it knows.
   */
  readonly verdicts: readonly VerdictMessage[];
}

/** Answer to `GET /agreements`: a page, in the order of ids, of agreements for which the authority has something. */
export interface AgreementsPage {
  readonly agreements: readonly KnownAgreement[];
  /** The page ends with this id: ask on with `GET /agreements?after=ID`; null at the end. */
  readonly next: string | null;
}

/** Messages in one body at most, as in the schemas: at 400 bytes each they stay below a service's limit. */
export const MESSAGES_PER_BODY = 400;
/** Agreements of a page at most, as in its schema. */
export const AGREEMENTS_PER_PAGE = 200;

const checkSignatures = compileSchema<SignaturesBody>(signaturesSchema);
const checkVerdicts = compileSchema<VerdictsBody>(verdictsSchema);
const checkPage = compileSchema<AgreementsPage>(agreementsSchema);

/** Reads a body of `POST /signatures`; one signature becomes a list of one. @throws UserError naming the field */
export function readSignatures(body: unknown): readonly SignatureMessage[] {
  const checked = checkSignatures(body, "the body");
  return "signatures" in checked ? checked.signatures : [checked];
}

/** Reads a body of `POST /verdicts`. @throws UserError naming the field */
export function readVerdicts(body: unknown): VerdictsBody {
  return checkVerdicts(body, "the body");
}

/** Reads a peer's answer to `GET /agreements`. @throws UserError naming the field */
export function readPage(answer: unknown): AgreementsPage {
  return checkPage(answer, "its answer");
}
