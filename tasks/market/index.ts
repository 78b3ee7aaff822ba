import { emptyTask, task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";
import type { HardhatUserConfig } from "hardhat/types/config";

import { built, text, textOr } from "../declaration.js";
import { ACCOUNT, act, DRY_RUN, JSON_FLAG, query, YES } from "./declarations.js";

const OFFER = { name: "offer", description: "The offer's id, or its first digits" };
const AGREEMENT = { name: "agreement", description: "The agreement's id, or its first digits" };
const AUTHORITY = { name: "authority", description: `The authority: ${ACCOUNT}` };
const OF = { name: "of", description: "A user, or the id of an offer or agreement; your own account by default" };

/** Deploying a market, and what everybody can see of it. */
const MARKET = [
  emptyTask("market", "Deploy a market and trade on it, on the network that --network names").build(),
  task(["market", "deploy"], "Deploys a market with its token and its committee")
    .addOption(textOr("kind", "improved", "improved or traditional"))
    .addOption(text("parameters", "JSON file of parameters; the defaults without it"))
    .addOption(textOr("account", "0", "The account that deploys and becomes operator and bank"))
    .addFlag({ name: "reset", description: "Deploy anew; the record of what was deployed before is kept aside" })
    .addFlag({ name: "yes", description: "Do it without a question" })
    .addFlag(JSON_FLAG)
    .setAction(built(() => import("./deploy.js")))
    .build(),
  task(["market", "find"], "Writes the record of a market again, from its address")
    .addPositionalArgument({
      name: "address",
      description: "The market's address",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption(text("block", "The block that deployed it, for a node without old states; searched for by default"))
    .addFlag(JSON_FLAG)
    .setAction(built(() => import("./find.js")))
    .build(),
  task(["market", "version"], "Shows the version of the product, its contracts and its tools")
    .addFlag(JSON_FLAG)
    .setAction(() => import("./version.js"))
    .build(),
  query(
    "info",
    "Shows a market's addresses, caps, fee, windows and totals",
    async () => (await import("./info.js")).infoCommand,
  ),
  query("authorities", "Lists the committee", async () => (await import("./info.js")).authoritiesCommand),
  query("offers", "Lists offers, or shows the order book", async () => (await import("./offers.js")).offersCommand, {
    options: [
      text("side", "buy or sell"),
      text("minPrice", "Lowest price, such as 0.08/kWh or 80/MWh"),
      text("maxPrice", "Highest price, such as 0.09/kWh or 90/MWh"),
      text("from", "Earliest start of delivery"),
      text("to", "Latest end of delivery"),
      text("declarer", `Who declared them: ${ACCOUNT}`),
    ],
    flags: [
      { name: "open", description: "Only offers that can be accepted now" },
      { name: "book", description: "The order book: open offers added up by delivery period and price" },
    ],
  }),
  query(
    "status",
    "Shows a user, an offer or an agreement, and what comes next",
    async () => (await import("./status.js")).statusCommand,
    {
      argument: OF,
      options: [text("authorities", "URLs of authorities, separated by commas, to ask who has signed")],
    },
  ),
  query(
    "history",
    "Lists the events of a user, an offer or an agreement",
    async () => (await import("./history.js")).historyCommand,
    { argument: OF },
  ),
  query(
    "export",
    "Writes a table of the whole market to a CSV file",
    async () => (await import("./history.js")).exportCommand,
    {
      options: [
        textOr("what", "agreements", "events, offers, agreements, settlements or debts"),
        text("out", "The file to write"),
      ],
    },
  ),
];

/** What a user does with the account. */
const USER = [
  act("register", "Registers the account with its own key", async () => (await import("./account.js")).registerCommand),
  act(
    "deposit",
    "Deposits tokens; a permit makes it one transaction",
    async () => (await import("./account.js")).depositCommand,
    {
      options: [
        text("amount", "Tokens, such as 25.50"),
        text("for", `Whose balance to credit: ${ACCOUNT}; your own by default`),
      ],
    },
  ),
  act(
    "withdraw",
    "Withdraws tokens from the account's free balance",
    async () => (await import("./account.js")).withdrawCommand,
    {
      options: [
        text("amount", "Tokens, such as 25.50, or all"),
        text("to", `Who receives them: ${ACCOUNT}; your own account by default`),
      ],
    },
  ),
  act("declare", "Declares an offer to buy or sell energy", async () => (await import("./declare.js")).declareCommand, {
    options: [
      text("side", "buy or sell"),
      text("energy", "Energy, in kWh"),
      text("price", "Tokens with the unit, such as 0.085/kWh or 85/MWh"),
      text("from", "Start of delivery, such as 2026-12-01T10:00:00Z"),
      text("to", "End of delivery"),
      text("excess", "Price of energy above 110 %, with its unit; 105 % of the price by default"),
      text("damages", "Damages for energy missing to 90 %, with their unit; 10 % of the price by default"),
      text("margin", "The buyer's margin, with its unit; 20 % of the price by default"),
      text("expiry", "When the offer expires; at the start of delivery by default"),
      text("number", "The declarer's number for it, to tell equal offers apart; the next free one by default"),
      text("out", "File for the offer signed with --off-chain; printed without it"),
    ],
    flags: [{ name: "offChain", description: "Sign the offer and send nothing; anyone who has it can accept it" }, YES],
  }),
  act(
    "cancel",
    "Cancels an offer, or signed offers up to a number",
    async () => (await import("./declare.js")).cancelCommand,
    {
      argument: OFFER,
      options: [
        text("signed", "File of an offer signed off chain, instead of an id"),
        text("upTo", "Cancel all of the account's signed offers with this number or a lower one"),
      ],
    },
  ),
  act("accept", "Accepts an offer, or part of it", async () => (await import("./accept.js")).acceptCommand, {
    argument: OFFER,
    options: [
      text("energy", "Energy, in kWh; all that is left by default"),
      text("signed", "File of an offer signed off chain, instead of an id"),
    ],
    flags: [YES],
  }),
  query(
    "verify",
    "Signs an agreement again for full verification and sends the signature to authorities",
    async () => (await import("./verify.js")).verifyCommand,
    {
      argument: AGREEMENT,
      options: [
        text("authorities", "URLs of the authorities, separated by commas"),
        text("out", "File to write the signature to"),
      ],
      flags: [DRY_RUN],
    },
  ),
  act(
    "decline",
    "Ends an agreement that awaits verification; for its buyer or seller",
    async () => (await import("./on-agreement.js")).declineCommand,
    { argument: AGREEMENT },
  ),
  act(
    "expire",
    "Ends an agreement that was not verified by its deadline",
    async () => (await import("./on-agreement.js")).expireCommand,
    { argument: AGREEMENT },
  ),
  query(
    "reading",
    "Signs a meter reading; for the agreement's meter",
    async () => (await import("./settle.js")).readingCommand,
    {
      argument: AGREEMENT,
      options: [
        text("energy", "Energy used in the delivery period, in kWh"),
        text("out", "File to write the reading to; printed without it"),
      ],
    },
  ),
  act("settle", "Settles an agreement after delivery", async () => (await import("./settle.js")).settleCommand, {
    argument: AGREEMENT,
    options: [text("reading", "File of the meter's signed reading, as market reading writes it")],
    flags: [{ name: "unmetered", description: "Settle at the agreed energy: for a party, when no reading came" }],
  }),
  act(
    "pay-debt",
    "Pays what the buyer owes for an agreement, from the buyer's balance",
    async () => (await import("./on-agreement.js")).payDebtCommand,
    { argument: AGREEMENT },
  ),
];

/** What the market's operator and the token's bank do. */
const OPERATOR = [
  act("mint", "Creates tokens (bank only)", async () => (await import("./operator.js")).mintCommand, {
    options: [text("to", `Who receives them: ${ACCOUNT}`), text("amount", "Tokens, such as 100")],
  }),
  act(
    "set-meter",
    "Sets whose key signs a user's readings (operator only)",
    async () => (await import("./operator.js")).setMeterCommand,
    {
      options: [text("user", `The user: ${ACCOUNT}`), text("meter", `The meter: ${ACCOUNT}`)],
    },
  ),
  act(
    "caps",
    "Sets the caps on fast-lane trades (operator only)",
    async () => (await import("./operator.js")).capsCommand,
    {
      options: [
        text("user", `The user: ${ACCOUNT}; without it, all who register from now on`),
        text("trades", "N: trades between two full verifications"),
        text("energy", "M: energy of those trades, in kWh"),
      ],
    },
  ),
  act(
    "set-fee",
    "Sets the fee of offers declared from now on (operator only)",
    async () => (await import("./operator.js")).setFeeCommand,
    {
      options: [text("fee", "Tokens with the unit, such as 0.10/MWh")],
    },
  ),
  act(
    "collect-fees",
    "Pays out the collected fees (operator only)",
    async () => (await import("./operator.js")).collectFeesCommand,
    {
      options: [text("to", `Who receives them: ${ACCOUNT}; your own account by default`)],
    },
  ),
  act(
    "pause",
    "Stops new offers and agreements; everything else continues (operator only)",
    async () => (await import("./operator.js")).pauseCommand,
  ),
  act("unpause", "Ends a pause (operator only)", async () => (await import("./operator.js")).unpauseCommand),
  act(
    "authorities add",
    "Adds an authority (operator only)",
    async () => (await import("./operator.js")).addAuthorityCommand,
    {
      argument: AUTHORITY,
    },
  ),
  act(
    "authorities remove",
    "Removes an authority (operator only)",
    async () => (await import("./operator.js")).removeAuthorityCommand,
    { argument: AUTHORITY },
  ),
];

/** Every `hardhat market` command; its action is loaded when it runs. */
export const marketTasks: NonNullable<HardhatUserConfig["tasks"]> = [...MARKET, ...USER, ...OPERATOR];

/** The same commands by who uses them, for `hardhat market --help`. */
export const MARKET_ROLES = [
  { title: "Everybody", tasks: MARKET },
  { title: "A user", tasks: USER },
  { title: "The operator and the bank", tasks: OPERATOR },
].map(({ title, tasks }) => ({
  title,
  commands: tasks.filter(({ id }) => id.length > 1).map(({ id }) => id.slice(1).join(" ")),
}));
