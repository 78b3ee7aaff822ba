import type { Scene } from "../support/scene.js";
import { access } from "./behaviour/access.js";
import { accepting } from "./behaviour/accepting.js";
import { acceptingSigned } from "./behaviour/accepting-signed.js";
import { awaiting } from "./behaviour/awaiting.js";
import { batchGas } from "./behaviour/batch-gas.js";
import { batching } from "./behaviour/batching.js";
import { cancelling } from "./behaviour/cancelling.js";
import { cancellingSigned } from "./behaviour/cancelling-signed.js";
import { closing } from "./behaviour/closing.js";
import { debts } from "./behaviour/debts.js";
import { declaring } from "./behaviour/declaring.js";
import { deployment } from "./behaviour/deployment.js";
import { operating } from "./behaviour/operating.js";
import { readings } from "./behaviour/readings.js";
import { settling } from "./behaviour/settling.js";
import { signing } from "./behaviour/signing.js";

/** What both markets do. */
export function behavesLikeAMarket(open: () => Promise<Scene>): void {
  deployment(open);
  access(open);
  declaring(open);
  cancelling(open);
  accepting(open);
  acceptingSigned(open);
  cancellingSigned(open);
  awaiting(open);
  signing(open);
  settling(open);
  batching(open);
  batchGas(open);
  readings(open);
  closing(open);
  debts(open);
  operating(open);
}
