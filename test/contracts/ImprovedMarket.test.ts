import { sceneOf } from "../support/scene.js";
import { behavesLikeAMarket } from "./market.behaviour.js";

describe("ImprovedMarket", () => {
  const open = sceneOf("improved");

  behavesLikeAMarket(open);
});
