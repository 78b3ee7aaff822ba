import type { HardhatUserConfig } from "hardhat/types/config";

import { text, textOr } from "../declaration.js";
import { act, ask, SOMEBODY } from "./declarations.js";

const OFFER = { name: "offer", description: "The offer's id, or its first digits" };
const AGREEMENT = { name: "agreement", description: "The agreement's id, or its first digits" };
const OF = { name: "of", description: "A user, or the id of an offer or an agreement; the account itself without it" };

/** What a market's users do and ask. */
export const userTasks: NonNullable<HardhatUserConfig["tasks"]> = [
  act("register", "Registers the account with its own key", () => import("./register.js")),
  act("deposit", "Pays tokens in, with a permit, in one transaction", () => import("./deposit.js"), {
    options: [
      text("amount", "Tokens, such as 25.50"),
      text("for", `Whose balance: ${SOMEBODY}; the account's own without it`),
    ],
  }),
  act("declare", "Declares an offer to buy or sell energy", () => import("./declare.js"), {
    options: [
      text("side", "buy or sell"),
      text("energy", "Energy, in kWh"),
      text("price", "Tokens per MWh"),
      text("from", "When delivery begins, such as 2026-12-01T10:00:00Z"),
      text("to", "When delivery ends"),
      text("excess", "Tokens per MWh of what is used above 110 %; 105 % of the price without it"),
      text("damages", "Tokens per MWh of what is missing to 90 %; 10 % of the price without it"),
      text("margin", "The buyer's margin, tokens per MWh; 20 % of the price without it"),
      text("expiry", "From when nobody can accept; the beginning of delivery without it"),
      text("number", "The declarer's own, to tell equal offers apart; the next free one without it"),
      text("out", "File to write a signed offer to; it is printed without it"),
    ],
    flags: [{ name: "offChain", description: "Sign the offer and send nothing: whoever gets it can accept it" }],
  }),
  ask("offers", "Lists offers, or shows the book of those that are open", () => import("./offers.js"), {
    options: [
      text("side", "buy or sell"),
      text("minPrice", "Lowest price, tokens per MWh"),
      text("maxPrice", "Highest price, tokens per MWh"),
      text("from", "Delivery begins no earlier"),
      text("to", "Delivery ends no later"),
      text("declarer", `Who declared them: ${SOMEBODY}`),
    ],
    flags: [
      { name: "open", description: "Only those that can be accepted now" },
      { name: "book", description: "The book of the open ones, by delivery period and price" },
    ],
  }),
  act("accept", "Accepts an offer, or a part of it", () => import("./accept.js"), {
    argument: OFFER,
    options: [
      text("energy", "Energy, in kWh; all that is left without it"),
      text("signed", "File of an offer that was signed off chain, in place of an id"),
    ],
  }),
  act("verify", "Signs an agreement again and brings that to the authorities", () => import("./verify.js"), {
    argument: AGREEMENT,
    options: [
      text("authorities", "URLs of the authorities' services, with commas between"),
      text("out", "File to write the signature to"),
    ],
  }),
  act("decline", "Ends an agreement that awaits verification, as a party", () => import("./decline.js"), {
    argument: AGREEMENT,
  }),
  act("expire", "Ends an agreement whose verification did not come in time", () => import("./expire.js"), {
    argument: AGREEMENT,
  }),
  ask("reading", "Signs what an agreement's buyer used, as its meter", () => import("./reading.js"), {
    argument: AGREEMENT,
    options: [
      text("energy", "Energy used in the delivery period, in kWh"),
      text("out", "File to write the reading to; it is printed without it"),
    ],
  }),
  act("settle", "Settles an agreement after its delivery", () => import("./settle.js"), {
    argument: AGREEMENT,
    options: [text("reading", "File of the meter's signed reading, as market reading writes it")],
    flags: [{ name: "unmetered", description: "At the agreed energy, as a party, since no reading came" }],
  }),
  act("pay-debt", "Pays what a buyer owes for an agreement out of its balance", () => import("./pay-debt.js"), {
    argument: AGREEMENT,
  }),
  act("cancel", "Closes an offer, or signed ones up to a number", () => import("./cancel.js"), {
    argument: OFFER,
    options: [
      text("signed", "File of an offer that was signed off chain, in place of an id"),
      text("upTo", "All signed offers of the account with this number or a lower one"),
    ],
  }),
  act("withdraw", "Pays out of the account's balance", () => import("./withdraw.js"), {
    options: [
      text("amount", "Tokens, such as 25.50, or all"),
      text("to", `To whom: ${SOMEBODY}; the account itself without it`),
    ],
  }),
  ask("status", "Tells how things stand with a user, an offer or an agreement", () => import("./status.js"), {
    argument: OF,
  }),
  ask("history", "Lists the events of a user, an offer or an agreement", () => import("./history.js"), {
    argument: OF,
  }),
  ask("export", "Writes all agreements, offers or settlements to a CSV file", () => import("./export.js"), {
    options: [textOr("what", "agreements", "agreements, offers or settlements"), text("out", "The file to write")],
  }),
];
