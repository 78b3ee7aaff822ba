import { buildModule } from "@nomicfoundation/ignition-core";

import { DEFAULT_PARAMETERS } from "../../src/model/market-parameters.js";
import { marketArguments } from "../market-arguments.js";

/** The market with the fast lane, its token and its committee. */
export default buildModule("ImprovedMarket", (m) => {
  const parameters = marketArguments(m);
  const rho = m.getParameter("rho", DEFAULT_PARAMETERS.rho);
  return { market: m.contract("ImprovedMarket", [parameters, rho]), token: parameters.token };
});
