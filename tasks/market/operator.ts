import { argumentsOf } from "../../src/market/market-events.js";
import { nothingToDo, perform, type ActArguments } from "./act.js";
import {
  addressOption,
  energyOption,
  integerOption,
  moneyOption,
  PRICE_HINT,
  priceOption,
  required,
} from "./arguments.js";
import { energyFact, fact, moneyFact, priceFact } from "./facts.js";
import { tokens } from "../../src/report/amounts.js";
import { marketCommand } from "./session.js";

// What the market's operator and the token's bank do. The contracts refuse everybody else.

interface ChangeArguments extends ActArguments {
  readonly authority: string | undefined;
}

export const addAuthorityCommand = changeCommand("add");
export const removeAuthorityCommand = changeCommand("remove");

function changeCommand(name: "add" | "remove") {
  return marketCommand(async (args: ChangeArguments, session) => {
    const { reader, accounts } = session;
    const text = required("the authority", args.authority, "its address");
    const authority = addressOption("the authority", text, accounts);
    await perform(session, args, {
      name: `authorities ${name}`,
      call: [`${name}Authority`, [authority]],
      facts: [fact("authority", "authority", authority)],
      outcome: async () => {
        const [members, epoch, quorum] = await Promise.all([
          reader.authorities(),
          reader.committeeEpoch(),
          reader.quorum(),
        ]);
        return [
          fact("authorities", "authorities", members.length),
          fact("quorum", "quorum", quorum),
          fact("epoch", "epoch", epoch, `${epoch}; verdicts of earlier epochs no longer count`),
        ];
      },
    });
  });
}

/** Stops new offers and new agreements; everything else continues. */
export const pauseCommand = marketCommand(async (args: ActArguments, session) => {
  if (await session.reader.paused()) {
    nothingToDo(session, "pause", "the market is paused already");
    return;
  }
  await perform(session, args, { name: "pause", call: ["pause", []], facts: [] });
});

/** Ends a pause. */
export const unpauseCommand = marketCommand(async (args: ActArguments, session) => {
  if (!(await session.reader.paused())) {
    nothingToDo(session, "unpause", "the market is not paused");
    return;
  }
  await perform(session, args, { name: "unpause", call: ["unpause", []], facts: [] });
});

interface CapsArguments extends ActArguments {
  readonly user: string | undefined;
  readonly trades: string | undefined;
  readonly energy: string | undefined;
}

/** Sets the caps of one user, or of all who register from now on. */
export const capsCommand = marketCommand(async (args: CapsArguments, session) => {
  const trades = integerOption("--trades", required("--trades", args.trades, "N, a number of trades"), 16);
  const energyWh = energyOption("--energy", required("--energy", args.energy, "M, in kWh"));
  const user = args.user === undefined ? null : addressOption("--user", args.user, session.accounts);
  const now = user === null ? await session.reader.defaultCaps() : await session.reader.accountOf(user);
  if (now.capTrades === trades && now.capEnergyWh === energyWh) {
    nothingToDo(session, "caps", `the caps of ${user ?? "all who register from now on"} are these already`);
    return;
  }
  await perform(session, args, {
    name: "caps",
    call: user === null ? ["setDefaultCaps", [trades, energyWh]] : ["setCaps", [user, trades, energyWh]],
    facts: [
      fact("user", "user", user, user ?? "all who register from now on"),
      fact("capTrades", "cap N", trades, `${trades} trades`),
      energyFact("capEnergyWh", "cap M", energyWh),
    ],
  });
});

interface FeeArguments extends ActArguments {
  readonly fee: string | undefined;
}

/** Sets the platform fee of offers declared from now on. */
export const setFeeCommand = marketCommand(async (args: FeeArguments, session) => {
  const fee = priceOption("--fee", required("--fee", args.fee, PRICE_HINT));
  if (fee === (await session.reader.feePerMWh())) {
    nothingToDo(session, "set-fee", `the fee is ${tokens(fee)} ${session.symbol}/MWh already`);
    return;
  }
  await perform(session, args, {
    name: "set-fee",
    call: ["setFee", [fee]],
    facts: [priceFact("feePerMWh", "fee", fee, session.symbol)],
  });
});

interface CollectArguments extends ActArguments {
  readonly to: string | undefined;
}

/** Pays out the collected fees. */
export const collectFeesCommand = marketCommand(async (args: CollectArguments, session) => {
  const { account, symbol } = session;
  const to = args.to === undefined ? account : addressOption("--to", args.to, session.accounts);
  await perform(session, args, {
    name: "collect-fees",
    call: ["collectFees", [to]],
    facts: [fact("to", "to", to)],
    outcome: (events) => [moneyFact("amount", "amount", argumentsOf(events, "FeesCollected").amount as bigint, symbol)],
  });
});

interface SetMeterArguments extends ActArguments {
  readonly user: string | undefined;
  readonly meter: string | undefined;
}

/** Sets whose key signs a user's meter readings from now on. */
export const setMeterCommand = marketCommand(async (args: SetMeterArguments, session) => {
  const user = addressOption("--user", required("--user", args.user, "the user's address"), session.accounts);
  const meter = addressOption("--meter", required("--meter", args.meter, "the meter's address"), session.accounts);
  if (meter === (await session.reader.meterOf(user))) {
    nothingToDo(session, "set-meter", `the meter of ${user} is ${meter} already`);
    return;
  }
  await perform(session, args, {
    name: "set-meter",
    call: ["setMeter", [user, meter]],
    facts: [fact("user", "user", user), fact("meter", "meter", meter)],
  });
});

interface MintArguments extends ActArguments {
  readonly to: string | undefined;
  readonly amount: string | undefined;
}

/** Creates tokens for somebody who has paid the bank. */
export const mintCommand = marketCommand(async (args: MintArguments, session) => {
  const { reader, symbol } = session;
  const to = addressOption("--to", required("--to", args.to, "the address that receives them"), session.accounts);
  const amount = moneyOption("--amount", required("--amount", args.amount, "an amount in tokens, such as 100"));
  await perform(session, args, {
    name: "mint",
    call: ["mint", [to, amount]],
    on: "token",
    facts: [fact("to", "to", to), moneyFact("amount", "amount", amount, symbol)],
    outcome: async () => [moneyFact("wallet", "wallet", await reader.tokenBalanceOf(to), symbol)],
  });
});
