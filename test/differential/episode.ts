import type { MarketAnswer } from "../../src/model/market/answer.js";
import type { Random } from "../../src/model/random.js";
import { expectAnswer } from "./answers.js";
import { passTimeTo, reshelve, touchedBy } from "./bookkeeping.js";
import { Disagreement, worded } from "./disagreement.js";
import type { Proposal } from "./proposal.js";
import { drawProposal } from "./proposers.js";
import type { MarketPair } from "./stage.js";
import type { Tally } from "./tally.js";
import { expectViews } from "./views.js";
import { presentViews, termsViews, touchedViews } from "./watched.js";

interface EpisodeOptions {
  readonly random: Random;
  readonly tally: Tally;
  readonly steps: number;
  /** What to call the episode in the message of a difference. */
  readonly origin: string;
  readonly onStep?: (step: number) => void;
}

/**
 * Plays actions on one stage. Compares after each the answer and all that it touched, everybody now and then, and
 * everything there ever was at the end.
 */
export async function playEpisode(stage: MarketPair, options: EpisodeOptions): Promise<void> {
  const { random, tally, steps, origin, onStep } = options;
  for (let step = 1; step <= steps; step++) {
    const { action, proposal } = drawProposal(stage.scene, random);
    try {
      tally.count(action, await perform(stage, proposal));
      if (step % STEPS_BETWEEN_CHECKS === 0) await expectViews(stage.chain, presentViews(stage.scene));
    } catch (error) {
      if (error instanceof Disagreement)
        error.message = `${origin}, step ${step}, ${inWords(proposal)}: ${error.message}`;
      throw error;
    }
    onStep?.(step);
  }
  await expectViews(stage.chain, presentViews(stage.scene));
  for (const views of termsViews(stage.scene)) await expectViews(stage.chain, views);
}

async function perform({ chain, scene, play }: MarketPair, proposal: Proposal): Promise<MarketAnswer> {
  if (proposal.kind === "time") {
    await chain.request("evm_mine", Number(proposal.to));
    passTimeTo(scene, proposal.to);
    return { events: [] };
  }
  const call = { sender: proposal.sender, now: scene.now };
  const answer = play(call, proposal);
  await expectAnswer(chain, call, proposal, answer);
  if ("reverted" in answer) return answer;
  const touched = touchedBy(proposal, answer);
  reshelve(scene, touched);
  await expectViews(chain, touchedViews(scene, proposal, touched));
  return answer;
}

function inWords(proposal: Proposal): string {
  return proposal.kind === "time" ? `time ${proposal.to}` : `${worded(proposal)} by ${proposal.sender}`;
}

const STEPS_BETWEEN_CHECKS = 50;
