import { buildModule } from "@nomicfoundation/ignition-core";

/** The payment token, shared by both markets of a deployment. Its bank is `bank`, by default the deployer. */
export default buildModule("BankMoney", (m) => {
  const bank = m.getParameter("bank", m.getAccount(0));
  const name = m.getParameter("name", "Wattlane Euro");
  const symbol = m.getParameter("symbol", "WEUR");
  return { token: m.contract("BankMoney", [bank, name, symbol]) };
});
