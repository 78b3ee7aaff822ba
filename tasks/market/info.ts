import { duration, isoInstant } from "../../src/data/timestamp.js";
import type { MarketReader } from "../../src/market/market-reader.js";
import { toTextTable } from "../../src/report/table.js";
import { type CommandFact, documentOf, energyFact, fact, moneyFact, priceFact, print, tableOf } from "./facts.js";
import { marketQuery, type SessionArguments } from "./session.js";

const HOUR = 3600;

/** What a trader should know about a market. */
export const infoCommand = marketQuery(async (_: SessionArguments, session) => {
  const facts = await marketFacts(session.reader, session.symbol);
  print(session, documentOf(facts), () => tableOf("Market", facts));
});

/** A market's addresses, parameters and totals. @param symbol - the token's */
export async function marketFacts(reader: MarketReader, symbol: string): Promise<CommandFact[]> {
  const { record } = reader;
  const [block, operator, bank, paused, fee, caps, books, members, quorum, verification, reading] = await Promise.all([
    reader.block(),
    reader.operator(),
    reader.bank(),
    reader.paused(),
    reader.feePerMWh(),
    reader.defaultCaps(),
    reader.books(),
    reader.authorities(),
    reader.quorum(),
    reader.verificationWindow(),
    reader.readingWindow(),
  ]);
  const needed = record.kind === "improved" ? quorum : BigInt(members.length);
  return [
    fact("kind", "kind", record.kind),
    fact("chainId", "chain", record.chainId),
    fact("market", "market", record.market),
    fact("token", "token", record.token, `${record.token} (${symbol})`),
    fact("block", "last block", block.number, `${block.number}, ${isoInstant(Number(block.timestamp))}`),
    fact("operator", "operator", operator),
    fact("bank", "bank", bank),
    fact("paused", "paused", paused, paused ? "yes: no new offers or agreements" : "no"),
    priceFact("feePerMWh", "seller's fee", fee, symbol),
    fact("capTrades", "cap N", caps.capTrades, `${caps.capTrades} trades between verifications`),
    energyFact("capEnergyWh", "cap M", caps.capEnergyWh),
    fact("authorities", "authorities", members.length),
    fact("quorum", "quorum", needed),
    fact("verificationWindow", "verification window", verification, span(verification)),
    fact("readingWindow", "reading window", reading, span(reading)),
    moneyFact("held", "total held", books.held, symbol),
    moneyFact("fees", "of which fees", books.fees, symbol),
  ];
}

/** A length of time in hours, or in minutes or seconds where it is not a whole number of hours. */
function span(seconds: bigint): string {
  const length = Number(seconds);
  return length % HOUR === 0 ? `${length / HOUR} h` : duration(length);
}

/** The committee: its members, and how many of them decide. */
export const authoritiesCommand = marketQuery(async (_: SessionArguments, session) => {
  const { reader } = session;
  const [members, epoch, quorum, blockingMinority] = await Promise.all([
    reader.authorities(),
    reader.committeeEpoch(),
    reader.quorum(),
    reader.blockingMinority(),
  ]);
  print(session, { epoch, quorum, blockingMinority, authorities: members }, () => {
    const table = toTextTable(
      [
        { name: "seat", heading: "Seat", value: (address: string) => members.indexOf(address) + 1 },
        { name: "address", heading: "Authority", value: (address: string) => address },
      ],
      members,
    );
    const decides =
      reader.record.kind === "improved"
        ? `${quorum} of ${members.length} authorities can verify an agreement, ${blockingMinority} can refuse it`
        : "all authorities must verify an agreement, any one can refuse it";
    return `${table}\nEpoch ${epoch}: ${decides}.\n`;
  });
});
