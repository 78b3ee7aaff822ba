import type { MarketLedger } from "../market/ledger/market-ledger.js";
import { UserError } from "../model/errors.js";
import { AgreementStatus, nameOf, Reason } from "../model/terms.js";
import { errorReply, jsonReply, type Reply, type Route, type RouteRequest } from "../service/http-service.js";
import type { Case, Docket, SignatureOutcome } from "./docket.js";
import type { Intake } from "./intake.js";
import {
  AGREEMENTS_PER_PAGE,
  type AgreementsPage,
  type KnownAgreement,
  readSignatures,
  readVerdicts,
  type SignatureMessage,
  type VerdictsBody,
} from "./wire.js";

interface RouteParts {
  readonly authority: string;
  readonly docket: Docket;
  readonly intake: Intake;
  /** The market's ledger as it is now. */
  readonly ledger: () => MarketLedger;
  /** The chain's time, s. */
  readonly chainTime: () => bigint;
  /** Passes parties' signatures on to the peers. */
  readonly passOn: (signatures: readonly SignatureMessage[]) => void;
}

/** The routes for parties and peers; the shapes of bodies and answers are in `wire.ts`. */
export function authorityRoutes(parts: RouteParts): Route[] {
  const checked =
    <T>(read: (body: unknown) => T, handle: (parts: RouteParts, message: T, body: unknown) => Promise<Reply>) =>
    async ({ body }: RouteRequest): Promise<Reply> => {
      let message: T;
      try {
        message = read(body);
      } catch (error) {
        if (error instanceof UserError) return errorReply(400, error.message);
        throw error;
      }
      return handle(parts, message, body);
    };
  return [
    { method: "POST", path: "/signatures", handle: checked(readSignatures, postSignatures) },
    { method: "POST", path: "/verdicts", handle: checked(readVerdicts, postVerdicts) },
    { method: "GET", path: "/agreements", handle: (request) => listAgreements(parts, request) },
    { method: "GET", path: "/agreements/:id", handle: (request) => getAgreement(parts, request) },
  ];
}

/** One signature is answered by the status; many by a list in the answer, in their order. */
async function postSignatures(parts: RouteParts, messages: readonly SignatureMessage[], body: unknown): Promise<Reply> {
  const outcomes = await parts.intake.takeSignatures(messages);
  parts.passOn(messages.filter((_, i) => outcomes[i]?.kind === "taken"));
  const replies = outcomes.map((outcome, i) => signatureReply(parts, messages[i] as SignatureMessage, outcome));
  const [only] = replies;
  if (only !== undefined && !("signatures" in (body as object))) return jsonReply(only.status, only.content);
  return jsonReply(202, { signatures: replies.map(({ status, content }) => ({ status, ...content })) });
}

function signatureReply(
  { docket, ledger, chainTime }: RouteParts,
  { agreement }: SignatureMessage,
  { kind }: SignatureOutcome,
): { readonly status: number; readonly content: object } {
  const found = docket.get(agreement);
  if (kind === "foreign") return refused(422, "not a signature of one of the agreement's parties");
  if (found !== undefined && chainTime() > found.deadline) return refused(409, "the agreement's deadline has passed");
  if (kind !== "unknown") return { status: 202, content: { agreement, outcome: kind } };
  const record = ledger().agreement(agreement);
  if (record === undefined) return refused(404, "no such agreement is known here, or not yet");
  return refused(409, `the agreement does not await verification: it is ${nameOf(AgreementStatus, record.status)}`);
}

function refused(status: number, error: string) {
  return { status, content: { error } };
}

async function postVerdicts({ intake }: RouteParts, { verdicts, signatures = [] }: VerdictsBody): Promise<Reply> {
  // A verdict may rest on signatures that came with it.
  const signatureOutcomes = await intake.takeSignatures(signatures);
  return jsonReply(202, {
    verdicts: await intake.takeVerdicts(verdicts),
    signatures: signatureOutcomes.map(({ kind }) => kind),
  });
}

function listAgreements({ authority, docket }: RouteParts, { query }: RouteRequest): Reply {
  const after = query.get("after") ?? "";
  const known = [...docket.cases()]
    .filter(({ id, signatures, verdicts }) => id > after && (signatures.size > 0 || verdicts.has(authority)))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const agreements = known.slice(0, AGREEMENTS_PER_PAGE).map((found): KnownAgreement => {
    const own = found.verdicts.get(authority);
    return { ...knownOf(found), verdicts: own === undefined ? [] : [own] };
  });
  const next = known.length > AGREEMENTS_PER_PAGE ? (agreements.at(-1)?.agreement ?? null) : null;
  const page: AgreementsPage = { agreements, next };
  return jsonReply(200, page);
}

function getAgreement({ docket, ledger }: RouteParts, { params }: RouteRequest): Reply {
  const { id = "" } = params;
  const record = ledger().agreement(id);
  if (record === undefined) return errorReply(404, "no such agreement is known here, or not yet");
  const found = docket.get(id);
  const known = found === undefined ? { agreement: id, signatures: [], verdicts: [] } : knownOf(found);
  return jsonReply(200, {
    ...known,
    status: nameOf(AgreementStatus, record.status),
    reason: nameOf(Reason, record.reason),
    deadline: found?.deadline,
    signedBy: found === undefined ? [] : [...found.signatures.keys()],
    authorities: found === undefined ? [] : [...found.verdicts.keys()],
  });
}

function knownOf({ id, signatures, verdicts }: Case): KnownAgreement {
  return { agreement: id, signatures: [...signatures.values()], verdicts: [...verdicts.values()] };
}
