import type { MarketReader } from "../market/market-reader.js";
import type { ChainStep } from "../market/follow/chain-step.js";
import { FollowedLedger } from "../market/ledger/followed-ledger.js";
import type { AgreementRecord } from "../market/ledger/records.js";
import type { Outbox } from "../chain/outbox/outbox.js";
import type { Clock } from "../service/clock.js";
import { NodeUnavailable, RpcError, type NodeClient } from "../chain/rpc/node-client.js";
import type { Log } from "../service/log.js";
import type { Route } from "../service/route.js";
import { AgreementStatus } from "../model/terms.js";
import { COMMITTEE_EVENTS, readCommittee } from "./case.js";
import { Docket } from "./docket.js";
import { Intake } from "./intake.js";
import { VerdictJournal } from "./journal.js";
import { Judge, type VerdictSigner } from "./judge.js";
import type { AuthorityMetrics } from "./metrics.js";
import { Peer } from "./peer.js";
import { authorityRoutes } from "./routes.js";
import { Submitter } from "./submitter.js";
import type { KnownAgreement } from "./wire.js";

/** What an authority works with. */
export interface AuthorityParts {
  readonly node: NodeClient;
  readonly reader: MarketReader;
  /** What the chain does, from the market's first event on, as `followMarket` tells it. */
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

/** Between two looks at what is due, ms, when nothing else gives cause. */
const LOOK_MS = 500;
/** Time in which what comes is gathered before it is acted on, ms. */
const GATHERING_MS = 50;
const WOKEN = new Error("something came");
/** Between two times of asking a peer what it knows, ms. */
const ASK_PEERS_MS = 5000;
/** Blocks after which what ended has ended for good. */
const LASTING = 1000n;
/** A journal that cannot be written to is tried again, ms. */
const TROUBLE_MS = 2000;

/**
 * One authority: it follows the market, reviews what awaits verification, gives its verdict once, exchanges verdicts with
 * its peers, and brings to the chain what a quorum, or a blocking minority, has decided.
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
  #woken = new AbortController();
  #problem: string | undefined;
  #tidyAt = 0n;

  constructor(parts: AuthorityParts) {
    const { reader, signer, verificationWindow, signal, clock, metrics, log } = parts;
    this.#parts = parts;
    const deadlineOf = ({ accepted, terms }: AgreementRecord) => {
      const windowEnd = accepted.timestamp + verificationWindow;
      return windowEnd < terms.offer.deliveryStart ? windowEnd : terms.offer.deliveryStart;
    };
    this.docket = new Docket(reader.domain, deadlineOf);
    const wake = () => {
      this.#wake();
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
        for (const peer of this.peers) peer.tell({ signatures });
      },
    });
  }

  /** The last block that was followed. */
  get head() {
    return this.#followed.head;
  }

  /** What keeps it from giving verdicts at the moment; undefined when nothing does. */
  get problem(): string | undefined {
    const { signer } = this.#parts;
    if (this.#problem !== undefined) return this.#problem;
    const { committee } = this.docket;
    if (committee === undefined) return "the committee is not known yet";
    return committee.members.includes(signer.address)
      ? undefined
      : `${signer.address} is not an authority of this market`;
  }

  /** Works until the signal aborts. */
  async run(): Promise<void> {
    await Promise.all([this.#follow(), this.#work(), ...this.peers.map((peer) => peer.run())]);
  }

  async #follow(): Promise<void> {
    for await (const step of this.#parts.steps) {
      this.#followed.take(step);
      this.#committeeIsOld ||=
        step.kind === "undone" || step.logs.some(({ event }) => COMMITTEE_EVENTS.has(event.name));
      const { opened, closed } = this.docket.sync(this.#followed.ledger.awaitingVerification());
      this.#parts.metrics.seen.inc(opened.length);
      for (const { id } of opened) {
        for (const kept of this.#parts.journal.kept(id)) this.docket.restoreSignature(kept);
      }
      if (closed.length > 0) this.#parts.log.info("closed", { agreements: closed.map(({ id }) => id) });
      this.#wake();
    }
  }

  #wake(): void {
    // With a reason of its own: making the default one takes longer than all else here.
    if (!this.#woken.signal.aborted) this.#woken.abort(WOKEN);
  }

  async #work(): Promise<void> {
    const { signal, clock, log, metrics } = this.#parts;
    while (!signal.aborted) {
      this.#woken = new AbortController();
      try {
        await this.#look();
        this.#problem = undefined;
      } catch (error) {
        if (!isPassing(error)) throw error;
        this.#problem = error.message;
        metrics.rpcErrors.inc({ kind: error.name });
        log.warn("verdicts must wait", { error: error.message });
        await clock.sleep(TROUBLE_MS, signal).catch(() => undefined);
      }
      await clock.sleep(LOOK_MS, AbortSignal.any([signal, this.#woken.signal])).catch(() => undefined);
      await clock.sleep(GATHERING_MS, signal).catch(() => undefined);
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
      for (const peer of this.peers) peer.tell({ verdicts });
    this.#submitter.submit(committee, head.timestamp);
    this.#tidy(head.number);
  }

  /** Lets go of the parties' signatures of agreements that are over for good. */
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

  /** What a peer knows is also news here. */
  async #learn(known: readonly KnownAgreement[]): Promise<void> {
    const signatures = known.flatMap(({ agreement, signatures: own }) =>
      own.map((signature) => ({ agreement, signature })),
    );
    try {
      await this.#intake.takeSignatures(signatures);
    } catch (error) {
      // The peer will say it again.
      if (!VerdictJournal.failed(error)) throw error;
      this.#parts.log.warn("signatures could not be kept", { error: error.message });
    }
    await this.#intake.takeVerdicts(known.flatMap(({ verdicts }) => verdicts));
  }
}

/** A node that is away, or a disk that is full: it may pass, and nothing was said meanwhile. */
function isPassing(error: unknown): error is Error {
  return error instanceof NodeUnavailable || error instanceof RpcError || VerdictJournal.failed(error);
}

/** Ended, and so many blocks ago that no reorganisation will bring it back. */
function isOver({ status, signed, ended }: AgreementRecord, head: bigint): boolean {
  const place = signed ?? ended;
  return status !== AgreementStatus.AwaitingVerification && place !== undefined && place.block + LASTING <= head;
}
