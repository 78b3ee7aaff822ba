import { signAgreement } from "../../src/market/typed-data.js";
import { UserError } from "../../src/model/errors.js";
import { AgreementStatus } from "../../src/model/terms.js";
import { toTextTable } from "../../src/report/table.js";
import { type Clock, systemClock } from "../../src/service/clock.js";
import { agreementNamed } from "./arguments.js";
import { print } from "./facts.js";
import { writeJsonFile } from "./json-file.js";
import { sentenceOf } from "./sentences.js";
import { marketCommand, type Session, type SessionArguments } from "./session.js";
import { authorityUrls } from "./signatures.js";

interface VerifyArguments extends SessionArguments {
  readonly agreement: string | undefined;
  readonly authorities: string | undefined;
  readonly out: string | undefined;
  readonly dryRun: boolean;
}

/** Signs an agreement again, as full verification asks of both parties, and sends the signature to authorities. */
export const verifyCommand = marketCommand(async (args: VerifyArguments, session) => {
  const urls = authorityUrls(args.authorities);
  if (urls.length === 0 && args.out === undefined) {
    throw new UserError("--authorities is missing: give the authorities' URLs, separated by commas, or --out FILE");
  }
  const { id, terms, buyer, seller } = await agreementNamed(args, session);
  await requireVerifiable(session, id, [buyer, seller]);
  const signer = session.account;
  if (args.dryRun) {
    print(
      session,
      { act: "verify", dryRun: true, agreement: id, signer, authorities: urls },
      () =>
        `Would sign agreement ${id} with ${signer} and send it to ${urls.length} authorities; this costs no gas.\nNothing was signed or sent.\n`,
    );
    return;
  }
  const signature = await signAgreement(session.signer, session.reader.domain, terms);
  if (args.out !== undefined) await writeJsonFile(args.out, { agreement: id, signer, signature });
  const deliveries = await Promise.all(
    urls.map((url) => postSignature(url, { agreement: id, signature }, systemClock)),
  );
  if (urls.length > 0 && !deliveries.some(({ accepted }) => accepted)) {
    throw new UserError(`--authorities: none accepted the signature: ${deliveries.map(said).join("; ")}`);
  }
  print(session, { act: "verify", agreement: id, signer, signature, deliveries }, () => told(args.out, deliveries));
});

async function requireVerifiable(session: Session, id: string, parties: readonly string[]): Promise<void> {
  const { reader, account } = session;
  if (reader.record.kind === "traditional") {
    throw new UserError(
      "a traditional market needs no signatures from the parties: its authorities verify by themselves",
    );
  }
  if (!parties.includes(account)) throw new UserError(sentenceOf({ name: "NotParty", args: { caller: account } }));
  const { status, deadline } = await reader.agreementState(id);
  if (status !== AgreementStatus.AwaitingVerification) {
    throw new UserError(sentenceOf({ name: "WrongStatus", args: { agreementId: id, status } }));
  }
  if ((await session.now()) > deadline) throw new UserError(sentenceOf({ name: "DeadlinePassed", args: { deadline } }));
}

function said({ url, answer }: Delivery): string {
  return `${url}: ${answer}`;
}

function told(out: string | undefined, deliveries: readonly Delivery[]): string {
  const written = out === undefined ? "" : `Wrote the signature to ${out}.\n`;
  if (deliveries.length === 0) return written;
  const table = toTextTable<Delivery>(
    [
      { name: "url", heading: "Authority", value: ({ url }) => url },
      { name: "answer", heading: "Answer", value: ({ answer }) => answer },
    ],
    deliveries,
  );
  return `${table}${written}`;
}

/** What an authority answered to a party's signature. */
interface Delivery {
  readonly url: string;
  readonly accepted: boolean;
  /** In words. */
  readonly answer: string;
}

/** How long an authority may take to answer. */
const ANSWER_MS = 10_000;
const PAUSE_MS = 250;
const ACCEPTED = 202;
const UNKNOWN = 404;
const ANSWERS: Readonly<Record<number, string>> = {
  [ACCEPTED]: "accepted",
  400: "refused: the authority cannot read the signature",
  [UNKNOWN]: "refused: the authority does not know the agreement; does it follow this market?",
  409: "refused: the agreement is not awaiting verification",
  422: "refused: the signature is not by a party to the agreement",
};

/**
 * Sends a party's signature of an agreement to an authority, again for a while if the authority has not seen the
 * agreement's block yet.
 *
 * @param url - of the authority's service
 * @returns its answer, also when it did not answer
 */
async function postSignature(url: string, signed: Signed, clock: Clock): Promise<Delivery> {
  const end = clock.now() + ANSWER_MS;
  for (;;) {
    const { status, problem } = await post(`${url.replace(/\/+$/, "")}/signatures`, signed);
    if (status === UNKNOWN && clock.now() < end) {
      await clock.sleep(PAUSE_MS);
      continue;
    }
    const answer = ANSWERS[status] ?? problem ?? `refused: HTTP status ${status}`;
    return { url, accepted: status === ACCEPTED, answer };
  }
}

interface Signed {
  readonly agreement: string;
  readonly signature: string;
}

/** @returns status 0 and the problem when there is no answer */
async function post(url: string, signed: Signed): Promise<{ status: number; problem?: string }> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(signed),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    await response.body?.cancel();
    return { status: response.status };
  } catch (error) {
    const { cause, message } = error as Error;
    return { status: 0, problem: `no answer: ${cause instanceof Error ? cause.message : message}` };
  }
}
