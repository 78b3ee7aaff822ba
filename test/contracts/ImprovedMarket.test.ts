import { sceneOf } from "../support/scene.js";
import { batches } from "./improved/batches.js";
import { coefficient } from "./improved/coefficient.js";
import { delegation } from "./improved/delegation.js";
import { fastLane } from "./improved/fast-lane.js";
import { fullVerification } from "./improved/full-verification.js";
import { parallelDebts } from "./improved/parallel-debts.js";
import { refusing } from "./improved/refusing.js";
import { replay } from "./improved/replay.js";
import { behavesLikeAMarket } from "./market.behaviour.js";

describe("ImprovedMarket", () => {
  const open = sceneOf("improved");

  behavesLikeAMarket(open);
  coefficient(open);
  fastLane(open);
  batches(open);
  fullVerification(open);
  refusing(open);
  replay(open);
  parallelDebts(open);
  delegation(open);
});
