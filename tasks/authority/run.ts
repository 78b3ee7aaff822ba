import { join } from "node:path";

import type { Wallet } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { Authority } from "../../src/authority/authority.js";
import { authorityHealth } from "../../src/authority/health.js";
import { VerdictJournal } from "../../src/authority/journal.js";
import { authorityGauges, authorityMetrics } from "../../src/authority/metrics.js";
import { KeySigner } from "../../src/chain/signing/key-signer.js";
import { mayPass } from "../../src/market/connection.js";
import { UsageError } from "../../src/model/errors.js";
import { Retry } from "../../src/service/worker.js";
import { daemonCommand, type DaemonPlan, type DaemonRun } from "../daemon/daemon.js";
import { daemonNetwork, keyAtHand } from "../daemon/network.js";
import type { DaemonArguments } from "../daemon/options.js";
import { wholeOption } from "../options.js";

interface AuthorityArguments extends DaemonArguments {
  readonly peers: string | undefined;
  readonly stepIn: string;
}

interface AuthorityPlan extends DaemonPlan {
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
    return { network, wallet, peers, stepInMs };
  },
  secrets: ({ wallet }) => [wallet.privateKey],
  work,
});

async function work({ wallet, stepInMs, peers }: AuthorityPlan, run: DaemonRun): Promise<void> {
  const { options, log, clock, signal } = run;
  const connection = await run.connect();
  const { node, reader } = connection;
  const { chainId, market } = reader.record;
  const metrics = authorityMetrics(run.metrics);
  const verificationWindow = await connection.ask(() => reader.verificationWindow());
  const scope = { chainId, market, authority: wallet.address };
  const opening = new Retry({
    clock,
    signal,
    isPassing: mayPass,
    retryMs: () => OPENING_MS,
    onProblem: (problem) => {
      log.warn("opening the journal", { problem });
    },
  });
  const path = join(options.data, `authority-${wallet.address}.sqlite`);
  const journal = await opening.run(() => new VerdictJournal(path, scope));
  const key = new KeySigner(wallet);
  // What a reorganisation undoes awaits verification again, and is submitted again.
  const outbox = connection.outbox(wallet, 1);
  const authority: Authority = new Authority({
    node,
    reader,
    steps: connection.follow(() => authority.gap),
    outbox,
    journal,
    signer: { address: wallet.address, signDigest: (digest) => key.signDigest(digest) },
    peers,
    clock,
    signal,
    log,
    metrics,
    verificationWindow,
    stepInMs,
  });
  authorityGauges(run.metrics, {
    awaiting: () => authority.docket.size,
    epoch: () => authority.docket.committee?.epoch ?? 0,
    peersReachable: () => authority.peers.filter(({ problem }) => problem === undefined).length,
    journal: () => journal.size(),
  });
  await run.serve(() => authorityHealth(authority, outbox), authority.routes);
  log.info("authority", { chain: chainId, market, authority: wallet.address, peers });
  try {
    await authority.run();
  } finally {
    journal.close();
  }
}

/** A journal that cannot be opened now is tried again after this, ms. */
const OPENING_MS = 2000;

/** @throws UserError when one is not the URL of a service */
function readPeers(text: string | undefined): string[] {
  const urls = (text ?? "").split(",").map((url) => url.trim());
  return urls
    .filter((url) => url !== "")
    .map((url) => {
      if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
        throw new UsageError(`--peers ${url}: must be a URL such as http://127.0.0.1:8601`);
      }
      return new URL(url).origin;
    });
}
