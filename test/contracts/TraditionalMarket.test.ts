import { sceneOf } from "../support/scene.js";
import { behavesLikeAMarket } from "./market.behaviour.js";
import { checking } from "./traditional/checking.js";
import { freezing } from "./traditional/freezing.js";

describe("TraditionalMarket", () => {
  const open = sceneOf("traditional");

  behavesLikeAMarket(open);
  freezing(open);
  checking(open);
});
