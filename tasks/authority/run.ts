import { join } from "node:path";

import type { Wallet } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { Authority } from "../../src/authority/authority.js";
import { authorityHealth } from "../../src/authority/health.js";
import { VerdictJournal } from "../../src/authority/journal.js";
import { authorityGauges, authorityMetrics } from "../../src/authority/metrics.js";
import { findMarket } from "../../src/market/find-market.js";
import { MarketReader } from "../../src/market/market-reader.js";
import { followMarket } from "../../src/market/follow/follow-market.js";
import { KeySigner } from "../../src/chain/signing/key-signer.js";
import { openOutbox } from "../../src/chain/outbox/open-outbox.js";
import { httpNodeClient } from "../../src/chain/rpc/http-node-client.js";
import { UserError } from "../../src/model/errors.js";
import { daemonCommand, type DaemonRun } from "../daemon/daemon.js";
import { daemonNetwork, keyAtHand, type DaemonNetwork } from "../daemon/network.js";
import type { DaemonArguments } from "../daemon/options.js";
import { systemClock } from "../daemon/system-clock.js";
import { untilAnswered } from "../../src/chain/rpc/node-client.js";
import { wholeOption } from "../options.js";

interface AuthorityArguments extends DaemonArguments {
  readonly peers: string | undefined;
  readonly stepIn: string;
}

interface AuthorityPlan {
  readonly network: DaemonNetwork;
  readonly ignition: string;
  readonly wallet: Wallet;
  readonly peers: readonly string[];
  readonly stepInMs: number;
}

export default daemonCommand<AuthorityArguments, AuthorityPlan>({
  name: "authority",
  async plan(args, hre: HardhatRuntimeEnvironment) {
    const peers = readPeers(args.peers);
    const stepInMs = wholeOption("--step-in", args.stepIn, { min: 0, max: 3600 }) * 1000;
    const network = await daemonNetwork(hre);
    const wallet = await keyAtHand(network);
    return { network, ignition: hre.config.paths.ignition, wallet, peers, stepInMs };
  },
  secrets: ({ wallet }) => [wallet.privateKey],
  work,
});

async function work(plan: AuthorityPlan, run: DaemonRun): Promise<void> {
  const { network, wallet, ignition, stepInMs } = plan;
  const { options, log, registry, signal } = run;
  const metrics = authorityMetrics(registry);
  const onFault = ({ kind }: { readonly kind: string }) => {
    metrics.rpcErrors.inc({ kind });
  };
  const asking = { url: network.url, headers: network.config.httpHeaders, clock: systemClock, signal, onFault };
  const node = httpNodeClient(asking);
  const { record, reader, verificationWindow } = await untilAnswered(
    async () => {
      const found = await findMarket(node, { ignition, record: options.record, kind: options.kind });
      const asked = new MarketReader(node, found);
      return { record: found, reader: asked, verificationWindow: await asked.verificationWindow() };
    },
    {
      clock: systemClock,
      signal,
      onTrouble: ({ message }) => {
        log.warn("waiting for the node", { error: message });
      },
    },
  );
  const scope = { chainId: record.chainId, market: record.market, authority: wallet.address };
  const journal = new VerdictJournal(join(options.data, `authority-${wallet.address}.sqlite`), scope);
  const key = new KeySigner(wallet);
  const outbox = openOutbox({
    provider: node,
    sender: wallet,
    chainId: BigInt(record.chainId),
    clock: systemClock,
    signal,
    // What a reorganisation undoes awaits verification again, and is submitted again.
    confirmations: 1,
  });
  const authority = new Authority({
    node,
    reader,
    steps: followMarket({
      client: node,
      market: record.market,
      abi: reader.abi,
      fromBlock: BigInt(record.block),
      known: [],
      clock: systemClock,
      signal,
      pollMs: POLL_MS,
      onTrouble: ({ message }) => {
        log.warn("the node does not tell what the chain does", { error: message });
      },
    }),
    outbox,
    journal,
    signer: { address: wallet.address, signDigest: (digest) => key.signDigest(digest) },
    peers: plan.peers,
    clock: systemClock,
    signal,
    log,
    metrics,
    verificationWindow,
    stepInMs,
  });
  authorityGauges(registry, {
    awaiting: () => authority.docket.size,
    pending: () => outbox.pending,
    head: () => Number(authority.head?.number ?? 0n),
    epoch: () => authority.docket.committee?.epoch ?? 0,
    peersReachable: () => authority.peers.filter(({ problem }) => problem === undefined).length,
    journal: () => journal.size(),
  });
  const probe = httpNodeClient({ ...asking, tries: 1, limits: PROBE_LIMITS });
  await run.serve(() => authorityHealth(authority, probe, outbox), authority.routes);
  log.info("authority", { ...scope, peers: plan.peers });
  try {
    await authority.run();
  } finally {
    journal.close();
  }
}

/** Between two looks at the chain's head, ms. */
const POLL_MS = 500;
/** For a question whose answer somebody waits for. */
const PROBE_LIMITS = { timeoutMs: 2000, maxBytes: 1_000_000 };

/** @throws UserError for what is no URL of a service */
function readPeers(text: string | undefined): string[] {
  const urls = (text ?? "").split(",").map((url) => url.trim());
  return urls
    .filter((url) => url !== "")
    .map((url) => {
      if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
        throw new UserError(`--peers ${url}: must be a URL such as http://127.0.0.1:8601`);
      }
      return new URL(url).origin;
    });
}
