import type { IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";

import { DEFAULT_PARAMETERS } from "../src/model/market-parameters.js";
import BankMoney from "./modules/BankMoney.js";

/**
 * Constructor arguments of both markets. Each is a parameter of the module that deploys a market. Only the committee
 * has no default, since somebody must decide who verifies trades.
 */
export function marketArguments(m: IgnitionModuleBuilder) {
  const { token } = m.useModule(BankMoney);
  return {
    operator: m.getParameter("operator", m.getAccount(0)),
    token,
    capTrades: m.getParameter("capTrades", DEFAULT_PARAMETERS.capTrades),
    capEnergyWh: m.getParameter("capEnergyWh", DEFAULT_PARAMETERS.capEnergyWh),
    feePerMWh: m.getParameter("feePerMWh", DEFAULT_PARAMETERS.feePerMWh),
    verificationWindow: m.getParameter("verificationWindow", DEFAULT_PARAMETERS.verificationWindow),
    readingWindow: m.getParameter("readingWindow", DEFAULT_PARAMETERS.readingWindow),
    authorities: m.getParameter<string[]>("authorities"),
  };
}
