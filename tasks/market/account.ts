import { Signature } from "ethers";

import type { MarketLog } from "../../src/market/follow/chain-step.js";
import { argumentsOf } from "../../src/market/market-events.js";
import { recoverPublicKey } from "../../src/market/provider-signer.js";
import { signPermit } from "../../src/market/typed-data.js";
import { UserError } from "../../src/model/errors.js";
import { perform, type ActArguments } from "./act.js";
import { addressOption, moneyOption, required } from "./arguments.js";
import { energyFact, fact, moneyFact } from "./facts.js";
import { marketCommand } from "./session.js";

interface Registered {
  readonly keyHash: string;
  readonly capTrades: bigint;
  readonly capEnergyWh: bigint;
}

/** Registers the account with its own key. */
export const registerCommand = marketCommand(async (args: ActArguments, session) => {
  const publicKey = await recoverPublicKey(session.signer, session.reader.domain);
  await perform(session, args, {
    name: "register",
    call: ["register", [publicKey]],
    facts: [fact("publicKey", "public key", publicKey, `${publicKey.slice(0, 14)}…`)],
    outcome: (events) => {
      const { keyHash, capTrades, capEnergyWh } = argumentsOf(events, "Registered") as unknown as Registered;
      return [
        fact("keyHash", "key hash h", keyHash),
        fact("capTrades", "cap N", capTrades, `${capTrades} trades between verifications`),
        energyFact("capEnergyWh", "cap M", capEnergyWh),
      ];
    },
  });
});

interface DepositArguments extends ActArguments {
  readonly amount: string | undefined;
  readonly for: string | undefined;
}

/** How long the permit is valid, s: its transaction follows at once. */
const PERMIT_SECONDS = 3600n;

/** Deposits tokens with a permit: one transaction. */
export const depositCommand = marketCommand(async (args: DepositArguments, session) => {
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
    likeness: {
      call: ({ name, args: done }) => name === "depositWithPermit" && done.user === user && done.amount === amount,
      event: (logs) =>
        logs.findLast(({ event: { name, args: done } }) => {
          return name === "Deposited" && done.payer === account && done.user === user && done.amount === amount;
        }),
    },
    outcome: async (events) => {
      const received = argumentsOf(events, "Deposited").amount as bigint;
      const { free } = await reader.accountOf(user);
      return [moneyFact("received", "received", received, symbol), moneyFact("free", "free balance", free, symbol)];
    },
  });
});

const isWithdrawal =
  (user: string, to: string, amount: bigint) =>
  ({ event: { name, args } }: MarketLog) =>
    name === "Withdrawn" && args.user === user && args.to === to && args.amount === amount;

interface WithdrawArguments extends ActArguments {
  readonly amount: string | undefined;
  readonly to: string | undefined;
}

/** Withdraws from the account's free balance. */
export const withdrawCommand = marketCommand(async (args: WithdrawArguments, session) => {
  const { reader, account, symbol } = session;
  const text = required("--amount", args.amount, "an amount in tokens, such as 25.50, or all");
  const amount = text === "all" ? (await reader.accountOf(account)).free : moneyOption("--amount", text);
  if (amount === 0n) throw new UserError(`--amount ${text}: there is nothing to withdraw`);
  const to = args.to === undefined ? account : addressOption("--to", args.to, session.accounts);
  await perform(session, args, {
    name: "withdraw",
    call: ["withdraw", [amount, to]],
    facts: [moneyFact("amount", "amount", amount, symbol), fact("to", "to", to)],
    // All that is free, once more, is something else.
    likeness: text === "all" ? {} : { event: (logs) => logs.findLast(isWithdrawal(account, to, amount)) },
    outcome: async () => [moneyFact("free", "free balance", (await reader.accountOf(account)).free, symbol)],
  });
});
