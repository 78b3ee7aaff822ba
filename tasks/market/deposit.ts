import { Signature } from "ethers";

import { argumentsOf } from "../../src/market/market-events.js";
import { signPermit } from "../../src/market/typed-data.js";
import { perform, type ActArguments } from "./act.js";
import { fact, moneyFact } from "./facts.js";
import { marketCommand } from "./session.js";
import { addressOption, moneyOption, required } from "./values.js";

interface DepositArguments extends ActArguments {
  readonly amount: string | undefined;
  readonly for: string | undefined;
}

/** How long the permit is good, s: the transaction follows at once. */
const PERMIT_SECONDS = 3600n;

/** Pays tokens in, with a permit: one transaction. */
export default marketCommand(async (args: DepositArguments, session) => {
  const { reader, record, account, symbol } = session;
  const amount = moneyOption("--amount", required("--amount", args.amount, "an amount in tokens, such as 25.50"));
  const user = args.for === undefined ? account : addressOption("--for", args.for, session.accounts);
  const [domain, nonce, now] = await Promise.all([reader.tokenDomain(), reader.permitNonceOf(account), session.now()]);
  const deadline = now + PERMIT_SECONDS;
  const permit = { owner: account, spender: record.market, value: amount, nonce, deadline };
  const { v, r, s } = Signature.from(await signPermit(session.signer, domain, permit));
  await perform(session, args, {
    name: "deposit",
    call: ["depositWithPermit", [user, amount, deadline, v, r, s]],
    facts: [fact("user", "for", user), moneyFact("amount", "amount", amount, symbol)],
    outcome: async (events) => {
      const received = argumentsOf(events, "Deposited").amount as bigint;
      const { free } = await reader.accountOf(user);
      return [moneyFact("received", "received", received, symbol), moneyFact("free", "balance", free, symbol)];
    },
  });
});
