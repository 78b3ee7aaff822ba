import { registrationKeyOf } from "../../support/keys.js";
import type { Random } from "../../../src/model/random.js";
import { ZERO_ADDRESS } from "../../../src/model/market/cryptography.js";
import { accountOf, type MarketState } from "../../../src/model/market/state.js";
import { partiesOf } from "../../../src/model/terms.js";
import { between, chance, pick, weighted } from "../dice.js";
import { onMarket, onToken, type Propose } from "../proposal.js";
import type { DrawnScene } from "../scene.js";
import { malformed, signatureOf } from "../signatures.js";
import { FLAWS } from "../weights.js";

const register: Propose = ({ people, state }, random) => {
  const flaw = weighted(random, FLAWS.register);
  const newcomer = people.users.find(({ address }) => !state.accounts.has(address));
  const user = newcomer ?? (chance(random, 0.2) ? pick(random, people.users) : undefined);
  const somebody = flaw === "none" ? user : pick(random, people.strangers);
  if (somebody === undefined) return undefined;
  const { address, signingKey } = somebody;
  const key = registrationKeyOf({ signingKey });
  if (flaw === "foreignKey") return onMarket(address, "register", registrationKeyOf(pick(random, people.users)!));
  if (flaw === "wrongLength") return onMarket(address, "register", chance(random, 0.5) ? key.slice(0, -2) : `${key}00`);
  return onMarket(address, "register", key);
};

const approve: Propose = ({ people, state }, random) =>
  onToken(userOf(people.users, random), "approve", state.address, chance(random, 0.5) ? UNLIMITED : sum(random));

const deposit: Propose = (scene, random) => {
  const { people, state } = scene;
  const { token, address, held } = state;
  const flaw = weighted(random, FLAWS.deposit);
  const bank = people.operators[0].address;
  const payer = chance(random, 0.4) ? bank : userOf(people.users, random);
  const user = chance(random, 0.7) ? userOf(people.users, random) : payer;
  const allowance = token.allowance(payer, address);
  if (flaw === "notRegistered") return onMarket(payer, "deposit", pick(random, people.strangers)!.address, 1n);
  if (flaw === "nothing") return onMarket(payer, "deposit", user, 0n);
  if (flaw === "aboveAllowance") return onMarket(payer, "deposit", user, allowance === UNLIMITED ? 1n : allowance + 1n);
  if (flaw === "aboveBalance") return onMarket(payer, "deposit", user, token.balanceOf(payer) + 1n);
  if (flaw === "aboveBooks") return onMarket(bank, "deposit", userOf(people.users, random), BOOKS - held + 1n);
  if (flaw === "fillBooks") return onMarket(bank, "deposit", userOf(people.users, random), BOOKS - held);
  const amount = sum(random);
  return onMarket(payer, "deposit", user, allowance > 0n ? least(amount, allowance) : amount);
};

const depositWithPermit: Propose = (scene, random) => {
  const { people, state, now } = scene;
  const flaw = weighted(random, FLAWS.permit);
  const owner = userOf(people.users, random);
  const signer = flaw === "stranger" ? pick(random, people.strangers)!.address : owner;
  const amount = sum(random);
  const deadline = flaw === "expired" ? now - between(random, 1n, 100n) : now + between(random, 0n, 100n);
  const nonce = state.token.nonceOf(owner) - (flaw === "usedNonce" ? 1n : 0n);
  if (nonce < 0n) return undefined;
  const permit = { owner, spender: state.address, value: amount, nonce, deadline };
  const signature = signatureOf(people, scene.cryptography, signer, { kind: "permit", ...permit });
  const given = flaw === "malformed" ? malformed(random, signature) : signature;
  const padded = given.padEnd(2 + 130, "0");
  const [r, s, v] = [padded.slice(0, 66), `0x${padded.slice(66, 130)}`, BigInt(`0x${padded.slice(130)}`)];
  return onMarket(owner, "depositWithPermit", userOf(people.users, random), amount, deadline, v, r, s);
};

const withdraw: Propose = ({ people, state }, random) => {
  const flaw = weighted(random, FLAWS.withdraw);
  const user = richest(state, chance(random, 0.2) ? people.users : [pick(random, people.users)!]);
  const sender = flaw === "stranger" ? pick(random, people.strangers)!.address : user;
  const { free } = accountOf(state, sender);
  const amount = chance(random, 0.3) ? free : least(free, sum(random));
  if (flaw === "tooMuch") return onMarket(sender, "withdraw", free + 1n, sender);
  if (flaw === "toMarket") return onMarket(sender, "withdraw", amount, state.address);
  if (flaw === "toNobody") return onMarket(sender, "withdraw", amount, ZERO_ADDRESS);
  return onMarket(sender, "withdraw", amount, chance(random, 0.7) ? sender : userOf(people.users, random));
};

/** Tokens that come without a deposit are nobody's: no book changes. */
const donate: Propose = ({ people, state }, random) =>
  onToken(userOf(people.users, random), "transfer", state.address, between(random, 0n, 1000n));

/** The bank pays in what a debtor owes, so that not everybody ends up suspended. */
const rescueDebtor: Propose = (scene, random) => {
  const agreement = scene.agreements.draw(random, "indebted");
  if (agreement === undefined) return undefined;
  const debt = scene.state.debts.get(scene.cryptography.agreementId(agreement))!;
  const { buyer } = partiesOf(agreement);
  return onMarket(scene.people.operators[0].address, "deposit", buyer, chance(random, 0.8) ? debt : debt / 2n + 1n);
};

/** An amount that is large against some prices and small against others. */
function sum(random: Random): bigint {
  return between(random, 1n, 10n ** between(random, 3n, 8n));
}

/** Who has the most: so that books that were filled do not stay full. */
function richest(state: MarketState, users: DrawnScene["people"]["users"]): string {
  const byWealth = users.map(({ address }) => ({ address, free: accountOf(state, address).free }));
  return byWealth.reduce((best, user) => (user.free > best.free ? user : best)).address;
}

function userOf(users: DrawnScene["people"]["users"], random: Random): string {
  return pick(random, users)!.address;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

const UNLIMITED = 2n ** 256n - 1n;
const BOOKS = 2n ** 96n - 1n;

export const accountProposers = { register, approve, deposit, depositWithPermit, withdraw, donate, rescueDebtor };
