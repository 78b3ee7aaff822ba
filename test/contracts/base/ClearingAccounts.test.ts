import { hostileSceneOf } from "../../support/hostile-token.js";
import { sceneOf } from "../../support/scene.js";
import { depositing } from "../clearing/depositing.js";
import { collecting } from "../clearing/collecting.js";
import { misbehaving } from "../clearing/misbehaving.js";
import { permitting } from "../clearing/permitting.js";
import { withdrawing } from "../clearing/withdrawing.js";

for (const kind of ["improved", "traditional"] as const)
  describe(`ClearingAccounts of the ${kind} market`, () => {
    const open = sceneOf(kind);

    depositing(open);
    permitting(open);
    withdrawing(open);
    collecting(open);
    misbehaving(hostileSceneOf(kind));
  });
