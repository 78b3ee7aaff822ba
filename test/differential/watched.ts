import { partiesOf } from "../../src/model/terms.js";
import type { Touched } from "./bookkeeping.js";
import type { CallProposal } from "./proposal.js";
import type { DrawnScene } from "./scene.js";
import {
  agreementViews,
  bookViews,
  coefficientView,
  offerView,
  rareUserViews,
  settingViews,
  userViews,
  type View,
} from "./views.js";

/** What an action can have changed: the accounts of all whom it names, its offer, its agreement, the books. */
export function touchedViews(
  { state, cryptography }: DrawnScene,
  { sender, args }: CallProposal,
  touched: Touched,
): View[] {
  const { offers, agreements } = touched;
  const named = args.filter((arg) => typeof arg === "string" && arg.length === ADDRESS_LENGTH) as string[];
  const users = new Set([sender, ...named, ...agreements.flatMap((agreement) => Object.values(partiesOf(agreement)))]);
  return [
    ...[...users].flatMap((user) => userViews(state, user)),
    ...offers.map((offer) => offerView(state, cryptography.offerId(offer))),
    ...agreements.flatMap((agreement) => agreementViews(state, cryptography.agreementId(agreement))),
    ...bookViews(state),
  ];
}

/** Everybody, the books, the settings. */
export function presentViews({ state, people }: DrawnScene): View[] {
  const everybody = [...people.operators, ...people.users, ...people.strangers].map(({ address }) => address);
  return [
    ...everybody.flatMap((user) => [...userViews(state, user), ...rareUserViews(state, user)]),
    ...[...state.accounts.keys()].map((user) => coefficientView(state, user, TRADE_WH)),
    ...bookViews(state),
    ...settingViews(state),
  ];
}

/** Every offer and agreement there ever was, a few at a time. */
export function* termsViews({ state }: DrawnScene): Generator<View[]> {
  const views = [
    ...[...state.offers.keys()].map((id) => [offerView(state, id)]),
    ...[...state.agreements.keys()].map((id) => agreementViews(state, id)),
  ];
  for (let i = 0; i < views.length; i += TOGETHER) yield views.slice(i, i + TOGETHER).flat();
}

/** Characters of an address. */
const ADDRESS_LENGTH = 42;
/** A trade within some users' caps and beyond others'. */
const TRADE_WH = 1_000_000n;
const TOGETHER = 50;
