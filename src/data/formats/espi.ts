import { SaxesParser } from "saxes";

import type { UserError } from "../../model/errors.js";
import { fault, type RowTime, shown } from "../fault.js";
import { fileStem } from "./file-stem.js";
import type { ReadOptions } from "./read-options.js";
import type { RowOrFault } from "./stage.js";

/** What readings are of: ESPI's ReadingType. */
interface ReadingType {
  readonly flow: string | undefined;
  readonly uom: string | undefined;
  readonly powerOfTen: number;
}

/** An interval's reading before it is known of which type it is. */
interface RawReading {
  readonly startSeconds: number;
  readonly durationSeconds: number;
  readonly value: bigint;
  readonly line: number;
}

/** Units of measure: watt-hours and watts; others, such as therms or reactive energy, are not read. */
const WATT_HOURS = "72";
const WATTS = "38";

/** Directions of flow: delivered to the customer, and fed in. */
const FLOWS = { delivered: "1", returned: "19" } as const;

const MICROJOULES_PER_WH = 3_600_000_000n;
const MICROWATTS = 1_000_000n;

/** What a file of Green Button data says about one stream of readings. */
interface MeterReading {
  readonly type: ReadingType;
  readonly readings: RawReading[];
}

/**
 * Reads Green Button data, the Atom feed of ESPI (NAESB REQ.21): every IntervalReading with its start, its duration and
 * its value, times the power of ten of its ReadingType, as watt-hours or watts.
 *
 * @param chunks - pieces of the XML, split anywhere
 * @throws UserError naming the line of what is no XML or no number; and for a file without readings of energy, or with
 * several streams of it in one direction
 */
export function espiRows(chunks: Iterable<string>, source: string, { flow }: ReadOptions): RowOrFault[] {
  const feed = new EspiFeed(source);
  for (const chunk of chunks) feed.write(chunk);
  const streams = feed.end().filter(({ type }) => type.uom === WATT_HOURS || type.uom === WATTS);
  const wanted = wantedStream(streams, flow, source);
  return wanted.readings.map((reading) => rowOf(reading, wanted.type, source));
}

function wantedStream(streams: readonly MeterReading[], flow: ReadOptions["flow"], source: string): MeterReading {
  const [only, ...others] = streams;
  if (only === undefined) throw fault({ source }, "has no readings in watt-hours or watts");
  const flowOf = ({ type }: MeterReading) => type.flow ?? FLOWS.delivered;
  const wanted =
    others.length === 0 && flow !== "delivered"
      ? [only]
      : streams.filter((each) => flowOf(each) === FLOWS[flow ?? "delivered"]);
  const [first, second] = wanted;
  if (first === undefined) throw fault({ source }, "has no readings of energy in the direction that is wanted");
  if (second !== undefined)
    throw fault({ source }, "has several series of readings: export one meter, and one kind of reading");
  return first;
}

function rowOf(reading: RawReading, { uom, powerOfTen }: ReadingType, source: string): RowOrFault {
  const { startSeconds, durationSeconds, value, line } = reading;
  const time: RowTime = { meter: fileStem(source), startSeconds, endSeconds: startSeconds + durationSeconds, line };
  const perUnit = uom === WATTS ? MICROWATTS * BigInt(durationSeconds) : MICROJOULES_PER_WH;
  const scaled = value * perUnit;
  const energy = powerOfTen < 0 ? scaled / 10n ** BigInt(-powerOfTen) : scaled * 10n ** BigInt(powerOfTen);
  if (energy < 0n) return fault({ source, line }, `the reading ${String(value)} is negative`);
  return [time, energy];
}

/** An entry of the feed: what it is, and what it refers to. */
interface Entry {
  readonly links: { readonly rel: string; readonly href: string }[];
  type: ReadingType | undefined;
  isMeterReading: boolean;
  readonly readings: RawReading[];
}

/** Reads the feed's entries, and joins them by their links. */
class EspiFeed {
  readonly #source: string;
  readonly #parser = new SaxesParser({ xmlns: true });
  readonly #path: string[] = [];
  readonly #entries: Entry[] = [];
  #entry: Entry = emptyEntry();
  #fields = new Map<string, string>();
  #text = "";

  constructor(source: string) {
    this.#source = source;
    this.#parser.on("error", (error) => {
      throw fault({ source, line: this.#parser.line }, `is no XML that can be read: ${plainReason(error)}`);
    });
    this.#parser.on("opentag", ({ local, attributes }) => {
      this.#path.push(local);
      this.#text = "";
      if (local === "entry") this.#entry = emptyEntry();
      if (local === "MeterReading") this.#entry.isMeterReading = true;
      if (local === "ReadingType" || local === "IntervalReading") this.#fields = new Map();
      if (local === "link")
        this.#entry.links.push({ rel: attributes.rel?.value ?? "", href: attributes.href?.value ?? "" });
    });
    this.#parser.on("text", (text) => {
      this.#text += text;
    });
    this.#parser.on("closetag", ({ local }) => {
      this.#path.pop();
      this.#close(local);
    });
  }

  write(chunk: string): void {
    this.#parser.write(chunk);
  }

  /** The streams of readings, each with its type. */
  end(): MeterReading[] {
    this.#parser.close();
    const types = this.#entries.filter(({ type }) => type !== undefined);
    const streams = new Map<ReadingType, RawReading[]>();
    for (const block of this.#entries) {
      if (block.readings.length === 0) continue;
      const type = this.#typeOf(block, types);
      const own = streams.get(type);
      if (own === undefined) streams.set(type, [...block.readings]);
      else for (const reading of block.readings) own.push(reading);
    }
    return Array.from(streams, ([type, readings]) => ({ type, readings }));
  }

  /** The type of a block's readings: by the links block -> meter reading -> type, or the only one that there is. */
  #typeOf(block: Entry, types: readonly Entry[]): ReadingType {
    const [only, ...others] = types;
    if (only?.type !== undefined && others.length === 0) return only.type;
    const up = linkOf(block, "up");
    const meterReading = this.#entries.find((entry) => entry.isMeterReading && isOf(up, linkOf(entry, "self")));
    const related = meterReading?.links.filter(({ rel }) => rel === "related").map(({ href }) => href) ?? [];
    const type = types.find((entry) => related.includes(linkOf(entry, "self") ?? ""))?.type;
    if (type !== undefined) return type;
    const line = block.readings[0]?.line;
    throw fault({ source: this.#source, line }, "no link leads from the readings to their ReadingType");
  }

  #close(local: string): void {
    const text = this.#text.trim();
    this.#text = "";
    if (local === "entry") this.#entries.push(this.#entry);
    else if (local === "ReadingType") this.#entry.type = this.#readingType();
    else if (local === "IntervalReading") this.#entry.readings.push(this.#reading());
    else if (this.#path.includes("ReadingType") || this.#path.includes("IntervalReading")) {
      // Of an interval's own fields only: a ReadingQuality has a value, too, but not a time.
      if (!this.#fields.has(local)) this.#fields.set(local, text);
    }
  }

  #readingType(): ReadingType {
    const powerOfTen = Number(this.#fields.get("powerOfTenMultiplier") ?? "0");
    if (!Number.isInteger(powerOfTen) || Math.abs(powerOfTen) > 12) throw this.#wrong("powerOfTenMultiplier");
    return { flow: this.#fields.get("flowDirection"), uom: this.#fields.get("uom"), powerOfTen };
  }

  #reading(): RawReading {
    const value = this.#fields.get("value") ?? "";
    if (!/^-?\d{1,20}$/.test(value)) throw this.#wrong("value");
    const [startSeconds, durationSeconds] = [this.#seconds("start"), this.#seconds("duration")];
    if (durationSeconds === 0) throw this.#wrong("duration");
    return { startSeconds, durationSeconds, value: BigInt(value), line: this.#parser.line };
  }

  #seconds(field: string): number {
    const text = this.#fields.get(field) ?? "";
    if (!/^\d{1,11}$/.test(text)) throw this.#wrong(field);
    return Number(text);
  }

  #wrong(field: string): UserError {
    const text = this.#fields.get(field);
    const problem = text === undefined ? `lacks its ${field}` : `its ${field} ${shown(text)} cannot be read`;
    return fault({ source: this.#source, line: this.#parser.line }, problem);
  }
}

function emptyEntry(): Entry {
  return { links: [], type: undefined, isMeterReading: false, readings: [] };
}

function linkOf({ links }: Entry, rel: string): string | undefined {
  return links.find((link) => link.rel === rel)?.href;
}

/** Whether a block's link up leads to a meter reading: to itself or to its list of blocks. */
function isOf(up: string | undefined, self: string | undefined): boolean {
  return up !== undefined && self !== undefined && (up === self || up.startsWith(`${self}/`));
}

/** Saxes puts line and column before its reason. */
function plainReason({ message }: Error): string {
  return message.replace(/^[\d:]+\s*/, "").replaceAll(/\s+/g, " ");
}
