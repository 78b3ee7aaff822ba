import { DatabaseSync, type StatementSync } from "node:sqlite";

import type { VerdictWord } from "./wire.js";

/** A verdict as it was given, for good. */
export interface GivenVerdict {
  readonly agreement: string;
  readonly epoch: number;
  readonly verdict: VerdictWord;
  /** 65 bytes in hex; empty where the verdict is a transaction. */
  readonly signature: string;
}

/** A party's signature that an authority promised to keep. */
export interface KeptSignature {
  readonly agreement: string;
  /** Its signer. */
  readonly party: string;
  readonly signature: string;
}

/** The market whose agreements a journal is about: what signatures are bound to. */
export interface JournalScope {
  readonly chainId: string;
  readonly market: string;
  readonly authority: string;
}

/**
 * What an authority has said, on disk before it leaves the process: one verdict on an agreement in an epoch, whatever
 * happens to the process, however many of them share the file, and whatever the chain does. It also keeps the parties'
 * signatures that it took.
 */
export class VerdictJournal {
  readonly #database: DatabaseSync;
  readonly #scope: readonly [string, string, string];
  readonly #insertVerdict: StatementSync;
  readonly #selectVerdict: StatementSync;
  readonly #insertSignature: StatementSync;
  readonly #selectSignatures: StatementSync;
  readonly #deleteSignatures: StatementSync;

  /** @param path - of the file; made when it is not there @throws Error when it cannot be opened or is no journal */
  constructor(path: string, { chainId, market, authority }: JournalScope) {
    this.#scope = [chainId, market.toLowerCase(), authority.toLowerCase()];
    this.#database = new DatabaseSync(path, { timeout: LOCK_MS });
    this.#database.exec(SCHEMA);
    this.#insertVerdict = this.#database.prepare(
      "INSERT INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    );
    this.#selectVerdict = this.#database.prepare(
      `SELECT agreement, epoch, verdict, signature FROM verdict WHERE ${SCOPE} AND agreement = ? AND epoch = ?`,
    );
    this.#insertSignature = this.#database.prepare(
      "INSERT INTO party_signature VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    );
    this.#selectSignatures = this.#database.prepare(
      `SELECT agreement, party, signature FROM party_signature WHERE ${SCOPE} AND agreement = ?`,
    );
    this.#deleteSignatures = this.#database.prepare(`DELETE FROM party_signature WHERE ${SCOPE} AND agreement = ?`);
  }

  /**
   * Writes verdicts down, all or none. Where one on the same agreement in the same epoch was given before, by whichever
   * process, that one stands.
   *
   * @returns the verdicts that stand, in the order of those proposed; on disk, so that they may leave the process
   */
  give(verdicts: readonly GivenVerdict[]): GivenVerdict[] {
    return this.#atOnce(() =>
      verdicts.map((verdict) => {
        const { agreement, epoch } = verdict;
        this.#insertVerdict.run(...this.#scope, agreement, epoch, verdict.verdict, verdict.signature);
        return this.given(agreement, epoch) ?? verdict;
      }),
    );
  }

  /** The verdict on an agreement in an epoch, if one was given. */
  given(agreement: string, epoch: number): GivenVerdict | undefined {
    return this.#selectVerdict.get(...this.#scope, agreement, epoch) as GivenVerdict | undefined;
  }

  /** Keeps parties' signatures, all or none; the first of a party for an agreement stays. */
  keep(signatures: readonly KeptSignature[]): void {
    this.#atOnce(() => {
      for (const { agreement, party, signature } of signatures)
        this.#insertSignature.run(...this.#scope, agreement, party, signature);
    });
  }

  /** The parties' signatures kept for an agreement. */
  kept(agreement: string): KeptSignature[] {
    return this.#selectSignatures.all(...this.#scope, agreement) as unknown as KeptSignature[];
  }

  /** The agreements for which parties' signatures are kept. */
  keptFor(): string[] {
    const rows = this.#database.prepare(`SELECT DISTINCT agreement FROM party_signature WHERE ${SCOPE}`);
    return rows.all(...this.#scope).map(({ agreement }) => agreement as string);
  }

  /** Lets go of the parties' signatures for agreements that need them no more. Verdicts stay. */
  release(agreements: readonly string[]): void {
    this.#atOnce(() => {
      for (const agreement of agreements) this.#deleteSignatures.run(...this.#scope, agreement);
    });
  }

  /** Verdicts and signatures in it. */
  size(): { readonly verdicts: number; readonly signatures: number } {
    const count = (table: string) =>
      Number(this.#database.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${SCOPE}`).get(...this.#scope)?.["n"]);
    return { verdicts: count("verdict"), signatures: count("party_signature") };
  }

  /** Whether an error is the database's own: its disk is full, or another process holds it for too long. */
  static failed(error: unknown): error is Error {
    return error instanceof Error && "code" in error && error.code === "ERR_SQLITE_ERROR";
  }

  close(): void {
    this.#database.close();
  }

  /** One transaction: one wait for the disk, however many rows. */
  #atOnce<Told>(work: () => Told): Told {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const told = work();
      this.#database.exec("COMMIT");
      return told;
    } catch (error) {
      // A failed COMMIT may have ended the transaction already.
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }
}

/** How long to wait while another process writes, ms. */
const LOCK_MS = 10_000;
const SCOPE = "chain = ? AND market = ? AND authority = ?";
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS verdict (
    chain TEXT NOT NULL,
    market TEXT NOT NULL,
    authority TEXT NOT NULL,
    agreement TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (chain, market, authority, agreement, epoch)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS party_signature (
    chain TEXT NOT NULL,
    market TEXT NOT NULL,
    authority TEXT NOT NULL,
    agreement TEXT NOT NULL,
    party TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (chain, market, authority, agreement, party)
  ) STRICT, WITHOUT ROWID;
`;
