import type { ContractTransactionResponse, Wallet } from "ethers";
import { network } from "hardhat";

import { deployImproved, deployToken, deployTraditional, type MarketContract } from "../../src/market/market-kind.js";
import { registrationKeyOf, seededWallet } from "./keys.js";
import {
  agreementIdOf,
  domainOf,
  inSignerOrder,
  signAgreement,
  signApproval,
  signReading,
  signRefusal,
} from "../../src/market/typed-data.js";
import { DEFAULT_PARAMETERS, type MarketParameters } from "../../src/model/market-parameters.js";
import { Side, type Agreement, type Offer } from "../../src/model/terms.js";

/** The seed of every key in the tests. */
const SEED = 1;
/** When the tests' chains begin: 2026-01-01T00:00:00Z. */
export const GENESIS = 1_767_225_600n;
export const DAY = 86_400n;
/** What every user of a fixture starts with, base units. */
export const START_BALANCE = 1_000_000_000n;

/** A fresh chain with an operator, `users` funded accounts and seven authorities, and the bank's money. */
export async function freshChain({ users = 6, authorities = 7, chainId = 31_337 } = {}) {
  const wallets = {
    operator: seededWallet(SEED, "operator"),
    users: named("user", users),
    meters: named("meter", users),
    authorities: named("authority", authorities),
  };
  const accounts = [wallets.operator, ...wallets.users, ...wallets.authorities].map(({ privateKey }) => ({
    privateKey,
    balance: 10n ** 24n,
  }));
  const connection = await network.create({
    network: "default",
    override: { accounts, chainId, initialDate: new Date(Number(GENESIS) * 1000) },
  });
  const { ethers } = connection;
  const connect = (wallet: Wallet) => wallet.connect(ethers.provider);
  const operator = connect(wallets.operator);
  return {
    ...connection,
    time: connection.networkHelpers.time,
    operator,
    users: wallets.users.map(connect),
    meters: wallets.meters,
    authorities: wallets.authorities.map(connect),
    token: await deployToken(operator),
  };
}

function named(name: string, count: number): Wallet[] {
  return Array.from({ length: count }, (_, i) => seededWallet(SEED, `${name} ${String(i)}`));
}

export type Chain = Awaited<ReturnType<typeof freshChain>>;

/** A deployed market of either kind in which every user is registered, has a meter and {@link START_BALANCE}. */
export async function openMarket<K extends "improved" | "traditional">(
  chain: Chain,
  kind: K,
  parameters: Partial<MarketParameters> = {},
) {
  const deployment = {
    operator: chain.operator,
    token: await chain.token.getAddress(),
    authorities: chain.authorities.map(({ address }) => address),
    parameters: { ...DEFAULT_PARAMETERS, ...parameters },
  };
  const market = await (kind === "improved" ? deployImproved(deployment) : deployTraditional(deployment));
  await (await chain.token.mint(chain.operator.address, START_BALANCE * BigInt(chain.users.length))).wait();
  await (await chain.token.approve(market, START_BALANCE * BigInt(chain.users.length))).wait();
  for (const [i, user] of chain.users.entries()) {
    await (await market.connect(user).register(registrationKeyOf(user))).wait();
    await (await market.setMeter(user.address, chain.meters[i]!.address)).wait();
    await (await market.deposit(user.address, START_BALANCE)).wait();
  }
  return market as K extends "improved"
    ? Awaited<ReturnType<typeof deployImproved>>
    : Awaited<ReturnType<typeof deployTraditional>>;
}

/** A sell offer of 1 MWh over tomorrow's first half-hour; any term can be replaced. */
export async function offerOf(
  market: MarketContract,
  declarer: { address: string },
  terms: Partial<Offer> & { now: bigint },
): Promise<Offer> {
  const { now, ...rest } = terms;
  return {
    declarer: declarer.address,
    side: Side.Sell,
    energyWh: 1_000_000n,
    pricePerMWh: 80_000_000n,
    excessPricePerMWh: 84_000_000n,
    damagesPricePerMWh: 8_000_000n,
    marginPerMWh: 16_000_000n,
    feePerMWh: await market.feePerMWh(),
    deliveryStart: now + DAY,
    deliveryEnd: now + DAY + 1800n,
    expiry: now + DAY,
    number: 0n,
    ...rest,
  };
}

/** An agreement as the event announced it. */
export interface Accepted {
  readonly agreement: Agreement;
  readonly id: string;
  readonly status: bigint;
}

/** Accepts and returns the agreement as the event announced it. */
export async function accept(
  market: MarketContract,
  accepter: Wallet,
  offer: Offer,
  energyWh: bigint,
): Promise<Accepted> {
  return acceptedIn(market, offer, await market.connect(accepter).accept(offer, energyWh));
}

/** {@link accept} by the declarer's signature. */
export async function acceptSigned(
  market: MarketContract,
  accepter: Wallet,
  { offer, signature }: { offer: Offer; signature: string },
  energyWh: bigint,
): Promise<Accepted> {
  return acceptedIn(market, offer, await market.connect(accepter).acceptSigned(offer, signature, energyWh));
}

async function acceptedIn(market: MarketContract, offer: Offer, sent: ContractTransactionResponse): Promise<Accepted> {
  const receipt = await sent.wait();
  const [event] = await market.queryFilter(market.filters.Accepted(), receipt!.blockNumber);
  const { agreementId, accepter, energyWh, fillIndex, meter, status } = event!.args;
  const agreement = { offer, accepter, energyWh, fillIndex, meter };
  if (agreementIdOf(agreement) !== agreementId) throw new Error("the agreement's id is not its hash");
  return { agreement, id: agreementId, status };
}

/** The signatures that full verification in the improved market needs. */
export async function verification(
  chain: Chain,
  market: MarketContract,
  agreement: Agreement,
  { approving = 5 }: { approving?: number } = {},
) {
  const domain = await marketDomain(chain, market);
  const signerOf = (address: string) => chain.users.find((user) => user.address === address)!;
  const approval = { agreement: agreementIdOf(agreement), epoch: await market.committeeEpoch() };
  return {
    declarer: await signAgreement(signerOf(agreement.offer.declarer), domain, agreement),
    accepter: await signAgreement(signerOf(agreement.accepter), domain, agreement),
    approvals: inSignerOrder(
      await Promise.all(
        chain.authorities.slice(0, approving).map(async (authority) => ({
          signer: authority.address,
          signature: await signApproval(authority, domain, approval),
        })),
      ),
    ),
  };
}

/** Refusals of `count` authorities, ordered. */
export async function refusals(chain: Chain, market: MarketContract, agreement: string, reason: bigint, count: number) {
  const domain = await marketDomain(chain, market);
  const refusal = { agreement, reason, epoch: await market.committeeEpoch() };
  return inSignerOrder(
    await Promise.all(
      chain.authorities.slice(0, count).map(async (authority) => ({
        signer: authority.address,
        signature: await signRefusal(authority, domain, refusal),
      })),
    ),
  );
}

/** The reading of an agreement's own meter. */
export async function reading(
  chain: Chain,
  market: MarketContract,
  agreement: Agreement,
  energyWh: bigint,
): Promise<string> {
  const meter = chain.meters.find(({ address }) => address === agreement.meter)!;
  return signReading(meter, await marketDomain(chain, market), { agreement: agreementIdOf(agreement), energyWh });
}

export async function marketDomain(chain: Chain, market: MarketContract) {
  const { chainId } = await chain.ethers.provider.getNetwork();
  return domainOf(chainId, await market.getAddress());
}
