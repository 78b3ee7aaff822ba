import { Ajv, type JSONSchemaType, type ValidateFunction } from "ajv";

// What authorities and those who write to them send each other, as JSON over HTTP. The shapes are checked here; who
// signed what is for whoever takes a message to find out.

/** A party's signature of an agreement, by whomever it is sent: the signature says whose it is. */
export interface SignatureMessage {
  /** Id, 32 bytes in hex. */
  readonly agreement: string;
  /** EIP-712 signature of the agreement, 65 bytes in hex. */
  readonly signature: string;
}

/** What an authority can say of an agreement: yes, or no for a reason. */
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
export type SignaturesBody = SignatureMessage | { readonly signatures: readonly SignatureMessage[] };

/** Body of `POST /verdicts`: an authority's verdicts, and parties' signatures that it passes on. */
export interface VerdictsBody {
  readonly verdicts: readonly VerdictMessage[];
  readonly signatures?: readonly SignatureMessage[];
}

/** What an authority knows of an agreement that awaits verification; items of the answer to `GET /agreements`. */
export interface KnownAgreement {
  readonly agreement: string;
  /** The parties' own, as far as they came. */
  readonly signatures: readonly string[];
  /** Of the present epoch: the answering authority's own alone in the list, all it knows for a single agreement. */
  readonly verdicts: readonly VerdictMessage[];
}

/** Answer to `GET /agreements`: a page in the order of ids, those about which the authority knows something. */
export interface AgreementsPage {
  readonly agreements: readonly KnownAgreement[];
  /** Id to go on after: `GET /agreements?after=ID`; null at the end. */
  readonly next: string | null;
}

/** Messages in one body at most: at 400 bytes each they stay below what a service takes. */
export const MESSAGES_PER_BODY = 400;
/** Agreements of a page at most. */
export const AGREEMENTS_PER_PAGE = 200;

const ID = { type: "string", pattern: "^0x[0-9a-f]{64}$" } as const;
const SIGNATURE = { type: "string", pattern: "^0x[0-9a-fA-F]{130}$" } as const;

const SIGNATURE_MESSAGE: JSONSchemaType<SignatureMessage> = {
  type: "object",
  properties: { agreement: ID, signature: SIGNATURE },
  required: ["agreement", "signature"],
  additionalProperties: false,
};
const VERDICT_MESSAGE: JSONSchemaType<VerdictMessage> = {
  type: "object",
  properties: {
    agreement: ID,
    epoch: { type: "integer", minimum: 0, maximum: 2 ** 40 - 1 },
    verdict: { type: "string", enum: ["approve", "KeyRefused", "CommitteeRefused"] },
    signature: SIGNATURE,
  },
  required: ["agreement", "epoch", "verdict", "signature"],
  additionalProperties: false,
};
const SIGNATURE_LIST = { type: "array", items: SIGNATURE_MESSAGE, maxItems: MESSAGES_PER_BODY } as const;
const VERDICT_LIST = { type: "array", items: VERDICT_MESSAGE, maxItems: MESSAGES_PER_BODY } as const;

const ajv = new Ajv();
const isSignature = ajv.compile(SIGNATURE_MESSAGE);
const isSignatures = ajv.compile<{ readonly signatures: readonly SignatureMessage[] }>({
  type: "object",
  properties: { signatures: SIGNATURE_LIST },
  required: ["signatures"],
  additionalProperties: false,
});
const isVerdicts = ajv.compile<VerdictsBody>({
  type: "object",
  properties: { verdicts: VERDICT_LIST, signatures: SIGNATURE_LIST },
  required: ["verdicts"],
  additionalProperties: false,
});
const isPage = ajv.compile<AgreementsPage>({
  type: "object",
  properties: {
    agreements: {
      type: "array",
      maxItems: AGREEMENTS_PER_PAGE,
      items: {
        type: "object",
        properties: {
          agreement: ID,
          signatures: { type: "array", items: SIGNATURE, maxItems: 2 },
          verdicts: { type: "array", items: VERDICT_MESSAGE, maxItems: 1 },
        },
        required: ["agreement", "signatures", "verdicts"],
      },
    },
    next: { anyOf: [ID, { type: "null" }] },
  },
  required: ["agreements", "next"],
});

/** A message of the shape it should have, or what is wrong with it, in a few words. */
export type Read<Message> = { readonly message: Message } | { readonly fault: string };

/** Reads a body of `POST /signatures`; a single signature becomes a list of one. */
export function readSignatures(body: unknown): Read<readonly SignatureMessage[]> {
  // A body with a list is meant to be one: what is wrong is then said of it.
  if (typeof body === "object" && body !== null && "signatures" in body) {
    const read = readAs(isSignatures, body);
    return "fault" in read ? read : { message: read.message.signatures };
  }
  const read = readAs(isSignature, body);
  return "fault" in read ? read : { message: [read.message] };
}

/** Reads a body of `POST /verdicts`. */
export function readVerdicts(body: unknown): Read<VerdictsBody> {
  return readAs(isVerdicts, body);
}

/** Reads a peer's answer to `GET /agreements`. */
export function readPage(body: unknown): Read<AgreementsPage> {
  return readAs(isPage, body);
}

function readAs<Message>(validate: ValidateFunction<Message>, body: unknown): Read<Message> {
  if (validate(body)) return { message: body };
  const [error] = validate.errors ?? [];
  return { fault: `${error?.instancePath || "the body"} ${error?.message ?? "is malformed"}` };
}
