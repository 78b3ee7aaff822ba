import { buildModule } from "@nomicfoundation/ignition-core";

import { marketArguments } from "../market-arguments.js";

/** The baseline market, its token and its committee. */
export default buildModule("TraditionalMarket", (m) => {
  const parameters = marketArguments(m);
  return { market: m.contract("TraditionalMarket", [parameters]), token: parameters.token };
});
