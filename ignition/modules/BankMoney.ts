import { buildModule } from "@nomicfoundation/ignition-core";

/** The payment token; both markets of a deployment share it. Its bank is the deployer unless `bank` says otherwise. */
export default buildModule("BankMoney", (m) => {
  const bank = m.getParameter("bank", m.getAccount(0));
  const name = m.getParameter("name", "Wattlane Euro");
  const symbol = m.getParameter("symbol", "WEUR");
  return { token: m.contract("BankMoney", [bank, name, symbol]) };
});
