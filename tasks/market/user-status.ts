import { ZeroAddress } from "ethers";

import { isoInstant } from "../../src/data/timestamp.js";
import type { AgreementRecord } from "../../src/market/ledger/records.js";
import { laneWord, statusWord } from "../../src/market/words.js";
import { UserStatus } from "../../src/model/market/state.js";
import { reliability } from "../../src/model/reliability.js";
import { costDown } from "../../src/model/settlement.js";
import { AgreementStatus } from "../../src/model/terms.js";
import { kWh, shortId, tokens } from "../../src/report/amounts.js";
import type { Column } from "../../src/report/column.js";
import { toTextTable } from "../../src/report/table.js";
import { documentOf, fact, type CommandFact, moneyFact, print, tableOf } from "./facts.js";
import { circumstancesOf, nextStepOf, stepText } from "./next-step.js";
import type { Session } from "./session.js";
import { askSignatures } from "./signatures.js";

/** Prints a user's standing: reliability, usage against caps, money, debts and open agreements. */
export async function userStatus(session: Session, user: string, urls: readonly string[]): Promise<void> {
  const { reader, symbol } = session;
  const account = await reader.accountOf(user);
  const wallet = await reader.tokenBalanceOf(user);
  if (account.status === UserStatus.Unregistered) {
    const facts = [fact("user", "user", user), fact("registered", "registered", false, "no: run market register")];
    const all = [...facts, moneyFact("wallet", "wallet", wallet, symbol)];
    print(session, documentOf(all), () => tableOf("User", all));
    return;
  }
  const [ledger, r, meter, keyHash] = await Promise.all([
    session.ledger(),
    reader.coefficient(user, 0n),
    reader.meterOf(user),
    reader.keyHashOf(user),
  ]);
  const agreements = ledger.agreementsOf(user);
  const open = agreements.filter(isOpen);
  const facts: CommandFact[] = [
    fact("user", "user", user),
    fact("registered", "registered", true, "yes"),
    fact("standing", "standing", standingOf(account.openDebts, account.status)),
    fact("keyHash", "key hash h", keyHash),
    fact(
      "reliability",
      "R of a small trade",
      reliability(r),
      `${reliability(r)} (lower is more reliable; 1 means full verification)`,
    ),
    fact("usedTrades", "trades used", account.usedTrades, `${account.usedTrades} of ${account.capTrades}`),
    fact("capTrades", "", account.capTrades),
    fact(
      "usedEnergyWh",
      "energy used",
      account.usedEnergyWh,
      `${kWh(account.usedEnergyWh)} of ${kWh(account.capEnergyWh)} kWh`,
    ),
    fact("capEnergyWh", "", account.capEnergyWh),
    moneyFact("free", "free balance", account.free, symbol),
    moneyFact("marginsHeld", "margins held", marginsOf(user, agreements), symbol),
    moneyFact("owed", "owes", sum(agreements.filter(({ buyer }) => buyer === user).map(({ debt }) => debt)), symbol),
    moneyFact(
      "owedTo",
      "is owed",
      sum(agreements.filter(({ seller }) => seller === user).map(({ debt }) => debt)),
      symbol,
    ),
    moneyFact("wallet", "wallet", wallet, symbol),
    fact("meter", "meter", meter === ZeroAddress ? null : meter, meter === ZeroAddress ? "none: needed to buy" : meter),
  ];
  const steps = await Promise.all(open.map((agreement) => stepOf(session, agreement, { user, urls })));
  const document = { ...documentOf(facts), agreements: open.map(({ id }) => id), next: steps };
  print(
    session,
    document,
    () =>
      tableOf(
        "User",
        facts.filter(({ label }) => label !== ""),
      ) + agreementsText(open, user, steps),
  );
}

function standingOf(openDebts: bigint, status: bigint): string {
  if (openDebts > 0n) return `suspended until its debts are paid (open: ${openDebts})`;
  return status === UserStatus.Frozen ? "frozen until its trade ends" : "in good standing";
}

function isOpen({ status, debt }: AgreementRecord): boolean {
  return status === AgreementStatus.AwaitingVerification || status === AgreementStatus.Signed || debt > 0n;
}

/** The margins held for the user as a buyer, base units. */
function marginsOf(user: string, agreements: readonly AgreementRecord[]): bigint {
  const bought = agreements.filter(({ buyer, status }) => buyer === user && status === AgreementStatus.Signed);
  return sum(bought.map(({ terms }) => costDown(terms.energyWh, terms.offer.marginPerMWh)));
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

/** What comes next for one of the user's agreements, in words. */
async function stepOf(
  session: Session,
  agreement: AgreementRecord,
  { user, urls }: { readonly user: string; readonly urls: readonly string[] },
): Promise<string> {
  const isWaiting = agreement.status === AgreementStatus.AwaitingVerification;
  const signatures = isWaiting && urls.length > 0 ? await askSignatures(urls, agreement) : undefined;
  const next = nextStepOf(agreement, await circumstancesOf(session, agreement, signatures));
  return stepText(next, agreement.buyer === user ? "buyer" : "seller");
}

function agreementsText(agreements: readonly AgreementRecord[], user: string, steps: readonly string[]): string {
  if (agreements.length === 0) return "\nNo open agreements.\n";
  const next = agreements.map(({ id }, index) => `${shortId(id)}: ${steps[index] ?? ""}\n`);
  return `\n${toTextTable(agreementColumns(user), agreements)}\n${next.join("")}`;
}

/** Agreements as people read them; with a `user`, from that user's side. */
export function agreementColumns(user?: string): Column<AgreementRecord>[] {
  const parties: Column<AgreementRecord>[] =
    user === undefined
      ? [
          { name: "buyer", heading: "Buyer", value: ({ buyer }) => shortId(buyer) },
          { name: "seller", heading: "Seller", value: ({ seller }) => shortId(seller) },
        ]
      : [
          { name: "role", heading: "Side", value: ({ buyer }) => (buyer === user ? "buy" : "sell") },
          { name: "other", heading: "With", value: ({ buyer, seller }) => shortId(buyer === user ? seller : buyer) },
        ];
  return [
    { name: "agreement", heading: "Agreement", value: ({ id }) => shortId(id) },
    ...parties,
    { name: "energy", heading: "Energy [kWh]", numeric: true, value: ({ terms }) => kWh(terms.energyWh) },
    { name: "price", heading: "Price/MWh", numeric: true, value: ({ terms }) => tokens(terms.offer.pricePerMWh) },
    { name: "to", heading: "Delivery to", value: ({ terms }) => isoInstant(Number(terms.offer.deliveryEnd)) },
    { name: "lane", heading: "Lane", value: laneWord },
    { name: "status", heading: "Status", value: ({ status }) => statusWord(status) },
    { name: "debt", heading: "Owed", numeric: true, value: ({ debt }) => (debt === 0n ? null : tokens(debt)) },
  ];
}
