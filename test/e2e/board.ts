import { readFile, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Offer } from "../../src/model/terms.js";

/** An offer that its declarer signed off chain. */
export interface PostedOffer {
  readonly terms: Offer;
  readonly signature: string;
}

/** A folder in which sellers leave offers that they signed off chain, each in a file, and buyers find them. */
export class Board {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async post({ terms, signature }: PostedOffer): Promise<void> {
    const file = join(this.#folder, `${terms.declarer}-${terms.number}`);
    const text = JSON.stringify({ terms, signature }, (_, value: unknown) =>
      typeof value === "bigint" ? { integer: value.toString() } : value,
    );
    // Nobody finds half an offer.
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, `${file}.json`);
  }

  async all(): Promise<PostedOffer[]> {
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith(".json")).sort();
    return Promise.all(
      names.map(
        async (name) => JSON.parse(await readFile(join(this.#folder, name), "utf8"), bigintBack) as PostedOffer,
      ),
    );
  }
}

function bigintBack(_: string, value: unknown): unknown {
  return typeof value === "object" && value !== null && "integer" in value ? BigInt(value.integer as string) : value;
}
