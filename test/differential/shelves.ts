import type { Random } from "../../src/model/random.js";
import { pick } from "./dice.js";

/** Things by id, each on one shelf: found, moved and drawn at random in constant time. */
export class Shelves<Shelf extends string, T> {
  readonly #shelves = new Map<Shelf, Entry<Shelf, T>[]>();
  readonly #entries = new Map<string, Entry<Shelf, T>>();

  put(id: string, shelf: Shelf, thing: T): void {
    this.#take(id);
    const entries = this.#shelves.get(shelf) ?? [];
    this.#shelves.set(shelf, entries);
    const entry = { id, thing, shelf, place: entries.length };
    entries.push(entry);
    this.#entries.set(id, entry);
  }

  #take(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    const entries = this.#shelves.get(entry.shelf)!;
    const last = entries.pop()!;
    if (last !== entry) {
      entries[entry.place] = last;
      last.place = entry.place;
    }
  }

  draw(random: Random, shelf: Shelf): T | undefined {
    return pick(random, this.#shelves.get(shelf) ?? [])?.thing;
  }

  on(shelf: Shelf): T[] {
    return (this.#shelves.get(shelf) ?? []).map(({ thing }) => thing);
  }

  all(): T[] {
    return [...this.#entries.values()].map(({ thing }) => thing);
  }
}

interface Entry<Shelf, T> {
  readonly id: string;
  readonly thing: T;
  readonly shelf: Shelf;
  place: number;
}
