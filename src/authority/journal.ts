import type { StatementSync } from "node:sqlite";

import { SqliteFile } from "../service/sqlite.js";
import type { VerdictWord } from "./wire.js";

/** A verdict as it was given; it never changes. */
export interface GivenVerdict {
  readonly agreement: string;
  readonly epoch: number;
  readonly verdict: VerdictWord;
  /** 65 bytes in hex; empty where the verdict is a transaction. */
  readonly signature: string;
}

/** A party's signature that an authority promised to keep. */
interface KeptSignature {
  readonly agreement: string;
  /** Its signer. */
  readonly party: string;
  readonly signature: string;
}

/** The market whose agreements a journal is about: what signatures are bound to. */
interface JournalScope {
  readonly chainId: string;
  readonly market: string;
  readonly authority: string;
}

/**
 * What an authority has signed, on disk before it leaves the process: one verdict on an agreement in an epoch, even if
 * the process is killed, several share the file, or the chain reorganises. It also keeps the parties' signatures that
 * were taken. All methods throw StorageUnavailable when the file cannot be used now.
 */
export class VerdictJournal {
  readonly #file: SqliteFile;
  readonly #scope: readonly [string, string, string];
  readonly #insertVerdict: StatementSync;
  readonly #selectVerdict: StatementSync;
  readonly #insertSignature: StatementSync;
  readonly #selectSignatures: StatementSync;
  readonly #deleteSignatures: StatementSync;

  /** @param path - of the file; made when missing @throws UserError when it cannot be opened or is no journal */
  constructor(path: string, { chainId, market, authority }: JournalScope) {
    this.#scope = [chainId, market.toLowerCase(), authority.toLowerCase()];
    this.#file = new SqliteFile(path, { name: "journal" });
    const prepare = (sql: string) => this.#file.run(() => this.#file.database.prepare(sql));
    this.#file.run(() => {
      this.#file.database.exec(SCHEMA);
    });
    this.#insertVerdict = prepare("INSERT INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    this.#selectVerdict = prepare(
      `SELECT agreement, epoch, verdict, signature FROM verdict WHERE ${SCOPE} AND agreement = ? AND epoch = ?`,
    );
    this.#insertSignature = prepare("INSERT INTO party_signature VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    this.#selectSignatures = prepare(
      `SELECT agreement, party, signature FROM party_signature WHERE ${SCOPE} AND agreement = ?`,
    );
    this.#deleteSignatures = prepare(`DELETE FROM party_signature WHERE ${SCOPE} AND agreement = ?`);
  }

  /**
   * Writes verdicts, all or none. A verdict on the same agreement in the same epoch that any process wrote before
   * stands.
   *
   * @returns the verdicts that stand, in the order of those proposed; they are on disk and may leave the process
   */
  give(verdicts: readonly GivenVerdict[]): GivenVerdict[] {
    return this.#file.transaction(() =>
      verdicts.map((verdict) => {
        const { agreement, epoch } = verdict;
        this.#insertVerdict.run(...this.#scope, agreement, epoch, verdict.verdict, verdict.signature);
        return this.given(agreement, epoch) ?? verdict;
      }),
    );
  }

  /** The verdict on an agreement in an epoch, if one was given. */
  given(agreement: string, epoch: number): GivenVerdict | undefined {
    const row = this.#file.run(() => this.#selectVerdict.get(...this.#scope, agreement, epoch));
    return row as GivenVerdict | undefined;
  }

  /** Keeps parties' signatures, all or none; the first of a party for an agreement stays. */
  keep(signatures: readonly KeptSignature[]): void {
    this.#file.transaction(() => {
      for (const { agreement, party, signature } of signatures)
        this.#insertSignature.run(...this.#scope, agreement, party, signature);
    });
  }

  /** The parties' signatures kept for an agreement. */
  kept(agreement: string): KeptSignature[] {
    const rows = this.#file.run(() => this.#selectSignatures.all(...this.#scope, agreement));
    return rows as unknown as KeptSignature[];
  }

  /** The agreements for which parties' signatures are kept. */
  keptFor(): string[] {
    const select = `SELECT DISTINCT agreement FROM party_signature WHERE ${SCOPE}`;
    const rows = this.#file.run(() => this.#file.database.prepare(select).all(...this.#scope));
    return rows.map(({ agreement }) => agreement as string);
  }

  /** Deletes the parties' signatures for agreements that need them no more. Verdicts stay. */
  release(agreements: readonly string[]): void {
    this.#file.transaction(() => {
      for (const agreement of agreements) this.#deleteSignatures.run(...this.#scope, agreement);
    });
  }

  /** Verdicts and signatures in it. */
  size(): { readonly verdicts: number; readonly signatures: number } {
    const { database } = this.#file;
    const count = (table: string) =>
      Number(database.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${SCOPE}`).get(...this.#scope)?.["n"]);
    return { verdicts: count("verdict"), signatures: count("party_signature") };
  }

  close(): void {
    this.#file.close();
  }
}

const SCOPE = "chain = ? AND market = ? AND authority = ?";
const SCHEMA = `
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
