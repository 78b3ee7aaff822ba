import { sceneOf } from "../support/scene.js";
import { behavesLikeAMarket } from "./market.behaviour.js";

describe("TraditionalMarket", () => {
  const open = sceneOf("traditional");

  behavesLikeAMarket(open);
});
