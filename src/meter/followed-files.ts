import { closeSync, fstatSync, openSync, readSync, readdirSync, statSync, type BigIntStats } from "node:fs";
import { basename, join } from "node:path";
import { StringDecoder } from "node:string_decoder";

import { fault } from "../data/fault.js";
import { accessed } from "../data/files.js";
import type { ReadOptions } from "../data/formats/read-options.js";
import { ReadingStream } from "../data/reading-stream.js";
import type { Reading } from "../data/reading.js";
import { UserError } from "../model/errors.js";
import { FilePrint } from "./file-print.js";
import type { RowOrigin } from "./meter-book.js";

const CHUNK_BYTES = 1 << 20;

/** What a look at a file found. */
type FileNews =
  | {
      readonly kind: "rows";
      readonly stream: ReadingStream;
      readonly origin: RowOrigin;
      readonly rows: readonly (Reading | UserError)[];
    }
  /** It is read from its beginning again. */
  | { readonly kind: "anew"; readonly file: string; readonly reason: string }
  /** It cannot be read. */
  | { readonly kind: "fault"; readonly problem: string };

/** A file, and how far it is read. */
interface Followed {
  readonly stream: ReadingStream;
  readonly decoder: StringDecoder;
  readonly origin: RowOrigin;
  readonly print: FilePrint;
  readonly inode: bigint;
  /** When it was last written, as of the last look, ns. */
  writtenAt: bigint;
  /** It was the same at two looks: a write between a look and the next may leave the time as it was. */
  settled: boolean;
  /** Why nothing more of it can be read: its header is wrong. */
  problem: string | undefined;
}

/**
 * A meter file, or every `.csv` file of a folder, read as it grows. One that was replaced, cut or written over is read
 * from its beginning again.
 */
export class FollowedFiles {
  readonly #path: string;
  readonly #said: ReadOptions;
  readonly #files = new Map<string, Followed>();
  /** How often a file was begun. */
  #generation = 0;

  /** @param said - what was said about the files */
  constructor(path: string, said: ReadOptions = {}) {
    this.#path = path;
    this.#said = said;
  }

  /**
   * Looks whether there is something to follow.
   *
   * @throws UserError for a path that cannot be read, a folder without files, or a wrong header
   */
  check(): void {
    const names = this.#names();
    if (names.length === 0) throw fault({ source: this.#path }, "the folder has no .csv file");
    for (const file of names) {
      const descriptor = accessed(file, () => openSync(file, "r"));
      try {
        // The header is in the first piece: a longer line is no header.
        const [piece] = piecesOf(file, descriptor, 0);
        new ReadingStream(file, this.#said).take(new StringDecoder("utf8").write(piece ?? Buffer.alloc(0)));
      } finally {
        closeSync(descriptor);
      }
    }
  }

  /** What is new since the last look. A file that cannot be read does not keep the others from being read. */
  *look(): Generator<FileNews> {
    let names: string[] = [];
    try {
      names = this.#names();
    } catch (error) {
      yield faultOf(error);
    }
    for (const file of this.#files.keys()) if (!names.includes(file)) this.#files.delete(file);
    for (const file of names) {
      try {
        if (this.#mayHaveChanged(file)) yield* this.#read(file);
      } catch (error) {
        yield faultOf(error);
      }
      const problem = this.#files.get(file)?.problem;
      if (problem !== undefined) yield { kind: "fault", problem };
    }
  }

  /** Files whose last line has not ended, so that it does not count. */
  unfinished(): string[] {
    return [...this.#files].filter(([, { stream }]) => stream.unfinished).map(([file]) => basename(file));
  }

  #names(): string[] {
    const path = this.#path;
    if (!accessed(path, () => statSync(path)).isDirectory()) return [path];
    const names = accessed(path, () => readdirSync(path)).filter((name) => name.toLowerCase().endsWith(".csv"));
    return names.sort().map((name) => join(path, name));
  }

  #mayHaveChanged(file: string): boolean {
    const followed = this.#files.get(file);
    if (followed?.settled !== true) return true;
    const { ino, size, mtimeNs } = accessed(file, () => statSync(file, { bigint: true }));
    return ino !== followed.inode || size !== BigInt(followed.print.bytes) || mtimeNs !== followed.writtenAt;
  }

  *#read(file: string): Generator<FileNews> {
    const descriptor = accessed(file, () => openSync(file, "r"));
    try {
      const stats = accessed(file, () => fstatSync(descriptor, { bigint: true }));
      const known = this.#files.get(file);
      const reason = known && accessed(file, () => whyAnew(known, descriptor, stats));
      if (reason !== undefined) yield { kind: "anew", file, reason };
      const followed = known === undefined || reason !== undefined ? this.#begin(file, stats) : known;
      followed.settled = followed.writtenAt === stats.mtimeNs && stats.size === BigInt(followed.print.bytes);
      followed.writtenAt = stats.mtimeNs;
      const { stream, origin, print, decoder } = followed;
      for (const piece of piecesOf(file, descriptor, print.bytes)) {
        print.take(piece);
        if (followed.problem !== undefined) continue;
        const text = decoder.write(piece);
        try {
          yield { kind: "rows", stream, origin, rows: stream.take(text) };
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          followed.problem = error.message;
        }
      }
    } finally {
      closeSync(descriptor);
    }
  }

  #begin(file: string, { ino, mtimeNs }: BigIntStats): Followed {
    this.#generation += 1;
    const followed: Followed = {
      stream: new ReadingStream(file, this.#said),
      decoder: new StringDecoder("utf8"),
      origin: { source: file, generation: this.#generation },
      print: new FilePrint(),
      inode: ino,
      writtenAt: mtimeNs,
      settled: false,
      problem: undefined,
    };
    this.#files.set(file, followed);
    return followed;
  }
}

/** Why what was read of a file is no longer its beginning; undefined if it is. */
function whyAnew({ inode, print, settled, writtenAt }: Followed, descriptor: number, now: BigIntStats) {
  const bytes = BigInt(print.bytes);
  if (now.ino !== inode) return "another file has its name";
  if (now.size < bytes) return "it was cut";
  const untouched = now.size === bytes && now.mtimeNs === writtenAt;
  if (untouched && settled) return undefined;
  return print.isOf(descriptor, now.size === bytes) ? undefined : "it was written over";
}

function faultOf(error: unknown): FileNews {
  if (error instanceof UserError) return { kind: "fault", problem: error.message };
  throw error;
}

/** The rest of a file from a byte on; each piece is good until the next. */
function* piecesOf(file: string, descriptor: number, from: number): Generator<Buffer> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let at = from; ;) {
    const bytes = accessed(file, () => readSync(descriptor, buffer, 0, CHUNK_BYTES, at));
    if (bytes === 0) return;
    at += bytes;
    yield buffer.subarray(0, bytes);
  }
}
