import type { Outbox } from "../chain/outbox/outbox.js";
import type { NodeClient } from "../chain/rpc/node-client.js";
import { mayPass } from "../market/connection.js";
import type { ChainStep } from "../market/follow/chain-step.js";
import { FollowedLedger } from "../market/ledger/followed-ledger.js";
import { type AgreementRecord, deadlineOf } from "../market/ledger/records.js";
import type { MarketReader } from "../market/market-reader.js";
import { AgreementStatus } from "../model/terms.js";
import type { Clock } from "../service/clock.js";
import type { Route } from "../service/http-service.js";
import type { Log } from "../service/json-log.js";
import { StorageUnavailable } from "../service/sqlite.js";
import { Worker } from "../service/worker.js";
import { COMMITTEE_EVENTS, Docket, readCommittee } from "./docket.js";
import { Intake } from "./intake.js";
import type { VerdictJournal } from "./journal.js";
import { Judge, type VerdictSigner } from "./judge.js";
import type { AuthorityMetrics } from "./metrics.js";
import { Peer } from "./peer.js";
import { authorityRoutes } from "./routes.js";
import { Submitter } from "./submitter.js";
import type { KnownAgreement } from "./wire.js";

/** What an authority works with. */
interface AuthorityParts {
  readonly node: NodeClient;
  readonly reader: MarketReader;
  /** The chain's steps from the market's first event on, see `followMarket`. */
  readonly steps: AsyncIterable<ChainStep>;
  readonly outbox: Outbox;
  readonly journal: VerdictJournal;
  readonly signer: VerdictSigner;
  /** URLs of the other authorities' services. */
  readonly peers: readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly metrics: AuthorityMetrics;
  /** How long an agreement may await verification, s: the market's own, which never changes. */
  readonly verificationWindow: bigint;
  /** How long each authority waits for the one before it to submit, ms. */
  readonly stepInMs: number;
}

/** Looks for what is due at least this often, ms. */
const LOOK_MS = 500;
/** What comes within this time is acted on together, ms. */
const GATHERING_MS = 50;
/** Between two times of asking a peer what it knows, ms. */
const ASK_PEERS_MS = 5000;
/** Blocks after which no reorganisation brings back what has ended. */
const LASTING = 1000n;
/** A look that failed is tried again after this, ms. */
const RETRY_MS = 2000;

/**
 * One authority: it follows the market, reviews what awaits verification, gives its verdict once, exchanges verdicts
 * with its peers, and submits what a quorum or a blocking minority has decided.
 */
export class Authority {
  readonly docket: Docket;
  readonly peers: readonly Peer[];
  readonly routes: readonly Route[];
  readonly #parts: AuthorityParts;
  readonly #followed = new FollowedLedger();
  readonly #intake: Intake;
  readonly #judge: Judge;
  readonly #submitter: Submitter;
  #committeeIsOld = true;
  readonly #worker: Worker;
  #tidyAt = 0n;

  constructor(parts: AuthorityParts) {
    const { reader, signer, verificationWindow, signal, clock, metrics, log } = parts;
    this.#parts = parts;
    this.docket = new Docket(reader.domain, (agreement) => deadlineOf(agreement, verificationWindow));
    this.#worker = new Worker({
      work: () => this.#look(),
      clock,
      signal,
      everyMs: LOOK_MS,
      gatherMs: GATHERING_MS,
      retryMs: () => RETRY_MS,
      isPassing: mayPass,
      onProblem: (problem) => {
        if (problem === undefined) log.info("verdicts again");
        else log.warn("verdicts must wait", { problem });
      },
    });
    const wake = () => {
      this.#worker.wake();
    };
    this.#intake = new Intake({ ...parts, docket: this.docket, wake });
    this.#judge = new Judge({ ...parts, docket: this.docket });
    this.#submitter = new Submitter({ ...parts, docket: this.docket, authority: signer.address });
    this.peers = parts.peers.map((url) => {
      const onFault = (problem: string) => {
        metrics.peerErrors.inc({ peer: url });
        log.debug("peer fault", { peer: url, problem });
      };
      const learn = (known: readonly KnownAgreement[]) => this.#learn(known);
      return new Peer({ url, clock, signal, learn, onFault, askEveryMs: ASK_PEERS_MS });
    });
    this.routes = authorityRoutes({
      authority: signer.address,
      docket: this.docket,
      intake: this.#intake,
      ledger: () => this.#followed.ledger,
      chainTime: () => this.head?.timestamp ?? 0n,
      passOn: (signatures) => {
        for (const peer of this.peers) peer.send({ signatures });
      },
    });
  }

  /** The last block that was followed. */
  get head() {
    return this.#followed.head;
  }

  /** What shows that events of the market were lost. */
  get gap() {
    return this.#followed.gap;
  }

  /** What keeps it from giving verdicts now; undefined when nothing does. */
  get problem(): string | undefined {
    const { signer } = this.#parts;
    if (this.#worker.problem !== undefined) return this.#worker.problem;
    const { committee } = this.docket;
    if (committee === undefined) return "the committee is not known yet";
    return committee.members.includes(signer.address)
      ? undefined
      : `${signer.address} is not an authority of this market`;
  }

  /** Works until the signal aborts. */
  async run(): Promise<void> {
    await Promise.all([this.#follow(), this.#worker.run(), ...this.peers.map((peer) => peer.run())]);
  }

  async #follow(): Promise<void> {
    for await (const step of this.#parts.steps) {
      this.#followed.take(step);
      this.#committeeIsOld ||=
        step.kind === "undone" || step.logs.some(({ event }) => COMMITTEE_EVENTS.has(event.name));
      if (this.gap !== undefined) continue;
      const { opened, closed } = this.docket.sync(this.#followed.ledger.awaitingVerification());
      this.#parts.metrics.seen.inc(opened.length);
      for (const { id } of opened) {
        for (const kept of this.#parts.journal.kept(id)) this.docket.restoreSignature(kept);
      }
      if (closed.length > 0) this.#parts.log.info("closed", { agreements: closed.map(({ id }) => id) });
      this.#worker.wake();
    }
  }

  /** Does what is due. */
  async #look(): Promise<void> {
    const { reader, metrics } = this.#parts;
    const { head } = this;
    if (head === undefined) return;
    if (this.#committeeIsOld) {
      this.#committeeIsOld = false;
      try {
        this.docket.convene(await readCommittee(reader));
      } catch (error) {
        this.#committeeIsOld = true;
        throw error;
      }
    }
    const { committee } = this.docket;
    if (committee === undefined) return;
    const verdicts = await this.#judge.give(committee, head.number);
    for (const { verdict } of verdicts) metrics.verdicts.inc({ verdict });
    // The traditional market takes each verdict as a transaction: there is nothing to exchange.
    if (reader.record.kind === "improved" && verdicts.length > 0)
      for (const peer of this.peers) peer.send({ verdicts });
    this.#submitter.submit(committee, head.timestamp);
    this.#tidy(head.number);
  }

  /** Deletes the parties' signatures of agreements that are over for good. */
  #tidy(head: bigint): void {
    if (head < this.#tidyAt) return;
    this.#tidyAt = head + LASTING;
    const { journal } = this.#parts;
    const over = journal.keptFor().filter((id) => {
      const record = this.#followed.ledger.agreement(id);
      return record !== undefined && isOver(record, head);
    });
    journal.release(over);
  }

  /** Takes what a peer knows. */
  async #learn(known: readonly KnownAgreement[]): Promise<void> {
    const signatures = known.flatMap(({ agreement, signatures: own }) =>
      own.map((signature) => ({ agreement, signature })),
    );
    try {
      await this.#intake.takeSignatures(signatures);
    } catch (error) {
      // The peer will send it again.
      if (!(error instanceof StorageUnavailable)) throw error;
      this.#parts.log.warn("signatures could not be kept", { problem: error.message });
    }
    await this.#intake.takeVerdicts(known.flatMap(({ verdicts }) => verdicts));
  }
}

/** Whether it ended so many blocks ago that no reorganisation brings it back. */
function isOver({ status, signed, ended }: AgreementRecord, head: bigint): boolean {
  const place = signed ?? ended;
  return status !== AgreementStatus.AwaitingVerification && place !== undefined && place.block + LASTING <= head;
}
