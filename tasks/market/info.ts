import { duration, isoInstant } from "../../src/data/timestamp.js";
import { documentOf, energyFact, fact, moneyFact, priceFact, print, tableOf } from "./facts.js";
import { marketCommand, type SessionArguments } from "./session.js";

const HOUR = 3600;

/** What whoever trades on a market should know of it. */
export default marketCommand(async (_: SessionArguments, session) => {
  const { reader, record, symbol } = session;
  const [block, operator, bank, paused, fee, caps, books, authorities, quorum, verification, reading] =
    await Promise.all([
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
  const needed = record.kind === "improved" ? quorum : BigInt(authorities.length);
  const facts = [
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
    fact("authorities", "authorities", authorities.length),
    fact("quorum", "needed to verify", needed),
    fact("verificationWindow", "to verify within", verification, span(verification)),
    fact("readingWindow", "readings first for", reading, span(reading)),
    moneyFact("held", "held for all", books.held, symbol),
    moneyFact("fees", "fees in it", books.fees, symbol),
  ];
  print(session, documentOf(facts), () => tableOf("Market", facts));
});

/** A length of time in hours, or in minutes or seconds when it is no whole number of them. */
function span(seconds: bigint): string {
  const length = Number(seconds);
  return length % HOUR === 0 ? `${length / HOUR} h` : duration(length);
}
