import { expect } from "chai";
import { FunctionFragment } from "ethers";

import { ImprovedMarket__factory } from "../../../typechain-types/index.js";
import { expectRevert } from "../../support/revert.js";
import { ROLES, type Scene } from "../../support/scene.js";
import { ACTIONS } from "./actions.js";

/** Functions that a pause stops. */
const STOPPED = ["declare", "accept", "acceptSigned", "acceptMany", "acceptSignedMany", "pause"];

/** Every function that changes state, called by every role. */
export function access(open: () => Promise<Scene>): void {
  describe("access", () => {
    it("is specified for every function that changes state", () => {
      const functions = ImprovedMarket__factory.createInterface()
        .fragments.filter((fragment) => FunctionFragment.isFragment(fragment))
        .filter(({ constant }) => !constant);
      expect(Object.keys(ACTIONS)).to.have.members(functions.map(({ name }) => name));
    });

    for (const [name, action] of Object.entries(ACTIONS))
      for (const role of ROLES)
        it(`${name} by the ${role}`, async () => {
          const scene = await open();
          const { call, refusal } = await action(scene);
          await expectOutcome(scene, call(scene[role]), refusal(scene[role], role));
        });
  });

  describe("pause", () => {
    for (const [name, action] of Object.entries(ACTIONS)) {
      const stopped = STOPPED.includes(name);
      it(`${stopped ? "stops" : "does not stop"} ${name}`, async () => {
        const scene = await open();
        const { call, refusal } = await action(scene);
        if (!(await scene.market.paused())) await scene.market.pause();
        const entitled = ROLES.find((role) => refusal(scene[role], role) === undefined)!;
        await expectOutcome(scene, call(scene[entitled]), stopped ? ["EnforcedPause"] : undefined);
      });
    }

    it("ends with unpause, which reverts if there is none", async () => {
      const scene = await open();
      const { call } = await ACTIONS.declare!(scene);
      await expectRevert(scene.market.unpause(), scene.market, "ExpectedPause");
      await scene.market.pause();
      await scene.market.unpause();
      await call(scene.seller);
    });
  });
}

async function expectOutcome(scene: Scene, sent: Promise<unknown>, refusal: readonly unknown[] | undefined) {
  if (refusal === undefined) await sent;
  else await expectRevert(sent, scene.market, ...(refusal as [string, ...unknown[]]));
}
