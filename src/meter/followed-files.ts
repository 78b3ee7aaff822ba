import { closeSync, openSync, readSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { StringDecoder } from "node:string_decoder";

import { accessed } from "../data/files.js";
import { fault } from "../data/fault.js";
import { ReadingStream } from "../data/reading-stream.js";

const CHUNK_BYTES = 1 << 20;

/** A piece of a file, and the stream of it that it belongs to. */
interface FilePiece {
  readonly stream: ReadingStream;
  readonly text: string;
}

/** A file, and how far it is read. */
interface Followed {
  readonly stream: ReadingStream;
  readonly decoder: StringDecoder;
  readonly inode: number;
  bytes: number;
}

/**
 * A meter file, or every `.csv` file of a folder, read as it grows. One that was replaced or cut is read from its
 * beginning again.
 */
export class FollowedFiles {
  readonly #path: string;
  readonly #midnight: number | undefined;
  readonly #files = new Map<string, Followed>();

  /** @param midnight - Unix time at which the day of `hh:mm` starts; without it such times are refused */
  constructor(path: string, midnight: number | undefined) {
    this.#path = path;
    this.#midnight = midnight;
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
      // The header is in the first piece: a longer line is no header.
      for (const { text } of piecesOf(file, 0, new StringDecoder("utf8"))) {
        new ReadingStream(file, this.#midnight).take(text);
        break;
      }
    }
  }

  /**
   * What was added since the last look.
   *
   * @throws UserError for a path that cannot be read
   */
  *look(): Generator<FilePiece> {
    for (const file of this.#names()) yield* this.#read(file);
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

  *#read(file: string): Generator<FilePiece> {
    const { ino: inode, size } = accessed(file, () => statSync(file));
    let followed = this.#files.get(file);
    if (followed === undefined || followed.inode !== inode || size < followed.bytes) {
      followed = {
        stream: new ReadingStream(file, this.#midnight),
        decoder: new StringDecoder("utf8"),
        inode,
        bytes: 0,
      };
      this.#files.set(file, followed);
    }
    if (size === followed.bytes) return;
    const { stream, decoder } = followed;
    for (const { text, bytes } of piecesOf(file, followed.bytes, decoder)) {
      followed.bytes += bytes;
      yield { stream, text };
    }
  }
}

/** The rest of a file from a byte on. */
function* piecesOf(file: string, from: number, decoder: StringDecoder): Generator<{ text: string; bytes: number }> {
  const descriptor = accessed(file, () => openSync(file, "r"));
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let at = from; ;) {
      const bytes = accessed(file, () => readSync(descriptor, buffer, 0, CHUNK_BYTES, at));
      if (bytes === 0) return;
      at += bytes;
      yield { text: decoder.write(buffer.subarray(0, bytes)), bytes };
    }
  } finally {
    closeSync(descriptor);
  }
}
